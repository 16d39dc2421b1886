#!/usr/bin/env bash
# packaging/linux/test-deb.sh DEB [bookworm|trixie…]: installs the package into fresh Debian systems, uses it as a person does and removes it.
# Needs root. The systems' bases are kept in $XDG_CACHE_HOME/srplugin; what happens in them is thrown away.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/packaging/linux/setup.sh"
[ $# -ge 1 ] && [ -f "$1" ] || { sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
deb=$(realpath "$1"); shift
[ $# -gt 0 ] || set -- bookworm trixie
[ "$(id -u)" -eq 0 ] || { say "This needs root."; exit 1; }
setup_packages release-packages.txt
cache=${XDG_CACHE_HOME:-$HOME/.cache}/srplugin
photo=$root/tests/fixtures/images/astronaut.png

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
    say "Debian $suite:"
    unshare --mount --propagation private bash -euo pipefail -s -- "$base" "$deb" "$photo" <<'INSIDE'
work=$(mktemp -d)
mount -t tmpfs -o size=4g none "$work"
mkdir "$work/upper" "$work/work" "$work/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$work/upper,workdir=$work/work" "$work/root"
mount -t proc proc "$work/root/proc"
mount --rbind /dev "$work/root/dev"
cp "$2" "$work/root/srplugin.deb"
cp "$3" "$work/root/photo.png"
cp /etc/resolv.conf "$work/root/etc/resolv.conf" 2>/dev/null || true
[ ! -f /etc/hosts ] || cp /etc/hosts "$work/root/etc/hosts"
chroot "$work/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 \
    http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" bash -euo pipefail -c '
        cd /
        quietly() { "$@" >/tmp/log 2>&1 || { tail -n 30 /tmp/log; echo "failed: $*"; exit 1; }; }
        quietly apt-get update
        quietly apt-get install -y --no-install-recommends ./srplugin.deb
        echo "  installed: $(srplugin --version)"
        quietly srplugin doctor
        quietly srplugin upscale photo.png -o "größer ×2.png" --scale 2 --select 180,60,96,96
        quietly srplugin upscale photo.png -o restored.png --mode restore --select 180,60,96,96 --via-service
        [ -s "größer ×2.png" ] && [ -s restored.png ]
        echo "  photo enlarged and restored"
        # Over itself, while the service runs.
        quietly apt-get install -y --reinstall --no-install-recommends ./srplugin.deb
        quietly srplugin service start
        quietly apt-get purge -y srplugin
        left=$(find / -xdev \( -iname "*srplugin*" -o -path "*/.config/srplugin*" \) ! -path "/proc/*" ! -path /srplugin.deb ! -path "/root/*" ! -path "/tmp/*" ! -path "/run/*")
        [ -z "$left" ] || { echo "left behind: $left"; exit 1; }
        ! ps -e 2>/dev/null | grep -q srplugin
        for process in /proc/[0-9]*; do
            case $(readlink "$process/exe" || true) in */srplugin*) echo "still running: $process"; exit 1 ;; esac
        done
        echo "  removed without a trace"
    '
INSIDE
done
