#!/usr/bin/env bash
# packaging/linux/test-deb.sh DEB [ARCHIVE] [SUITE…]: installs the package, and the archive for one user, into fresh Debian systems with GIMP,
# uses them as a person does, upgrades, downgrades and removes them. SUITE is bookworm or trixie; both if none is named.
# Needs root. The systems' bases are kept in $XDG_CACHE_HOME/srplugin; what happens in them is thrown away.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/packaging/linux/setup.sh"
[ $# -ge 1 ] && [ -f "$1" ] || { sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { say "This needs root."; exit 1; }
setup_packages release-packages.txt
cache=${XDG_CACHE_HOME:-$HOME/.cache}/srplugin
things=$(mktemp -d)
trap 'rm -rf "$things"' EXIT
chmod 755 "$things"
cp "$1" "$things/srplugin.deb"; shift
case ${1:-} in *.tar.gz) cp "$1" "$things/srplugin.tar.gz"; shift ;; esac
[ $# -gt 0 ] || set -- bookworm trixie
cp "$root/tests/fixtures/images/astronaut.png" "$root/packaging/linux/use-packages.sh" "$root/packaging/gimp/batch.sh" "$things/"
sed 's/#.*//' "$root/packaging/linux/gimp3-packages.txt" | awk 'NF { print $1 }' >"$things/gimp-packages"
# The command as the README prints it.
grep -om1 'srplugin upscale photo.jpg -o photo-x4.png' "$root/README.md" >"$things/command"
# Another version: the same programs, and one file more.
dpkg-deb -R "$things/srplugin.deb" "$things/older"
sed -i 's/^Version: .*/Version: 0.0.1/' "$things/older/DEBIAN/control"
touch "$things/older/usr/lib/srplugin/only-in-older"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$things/older" "$things/older.deb" >/dev/null
rm -rf "$things/older"

for suite in "$@"; do
    base=$cache/base-$suite
    if [ ! -e "$base/.complete" ]; then
        say "Making a fresh Debian $suite …"
        rm -rf "$base"
        mkdir -p "$base"
        debootstrap --variant=minbase "$suite" "$base" >"$cache/debootstrap-$suite.log" 2>&1 || { tail -n 20 "$cache/debootstrap-$suite.log" >&2; exit 1; }
        # It reaches packages the way this system does.
        cp -r /etc/apt/apt.conf.d/. "$base/etc/apt/apt.conf.d/"
        touch "$base/.complete"
    fi
    mkdir -p "$cache/packages-$suite/partial"
    say "Debian $suite:"
    # Mounts and processes of a namespace of its own: they end with the script.
    unshare --mount --pid --fork --propagation private bash -euo pipefail -s -- "$base" "$things" "$cache/packages-$suite" <<'INSIDE'
work=$(mktemp -d)
trap 'umount -l "$work"; rmdir "$work"' EXIT
mount -t tmpfs -o size=8g none "$work"
mkdir "$work/upper" "$work/work" "$work/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$work/upper,workdir=$work/work" "$work/root"
mount -t proc proc "$work/root/proc"
mount --rbind /dev "$work/root/dev"
mkdir "$work/root/things"
mount --bind "$2" "$work/root/things"
mount --bind "$3" "$work/root/var/cache/apt/archives"
echo 'APT::Keep-Downloaded-Packages "true";' >"$work/root/etc/apt/apt.conf.d/99keep"
cp /etc/resolv.conf "$work/root/etc/resolv.conf" 2>/dev/null || true
[ ! -f /etc/hosts ] || cp /etc/hosts "$work/root/etc/hosts"
chroot "$work/root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 \
    http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" bash /things/use-packages.sh
INSIDE
done
