#!/usr/bin/env bash
# Run by test-deb.sh inside a fresh system, as root: does what people do with the package and with the archive, which lie in /things.
set -euo pipefail
person=/home/person
program=/usr/lib/srplugin/srplugin-service

fail() { echo "$*" >&2; exit 1; }
quietly() { "$@" >/tmp/log 2>&1 </dev/null || { tail -n 30 /tmp/log >&2; fail "failed: $*"; }; }
# as_person COMMAND: in the person's folder of pictures.
as_person() { quietly runuser -u person -- env -C "$person/Bilder größer" HOME="$person" bash -c "export PATH=\$HOME/.local/bin:\$PATH; $1"; }
# What is in the system, but for the person's folder and what every package leaves in dpkg's and apt's books.
inventory() {
    find / -xdev \( -path /home -o -path /root -o -path /things -o -path /tmp -o -path /run -o -path /var/cache -o -path /var/log -o -path /var/lib/apt \
        -o -path /var/lib/dpkg -o -path /var/tmp \) -prune -o -print | LC_ALL=C sort
}
runs() {
    local process
    for process in /proc/[0-9]*; do
        case $(readlink "$process/exe" || true) in "$1" | "$1 (deleted)") return 0 ;; esac
    done
    return 1
}
# A service ends within some seconds of being told to.
ended() { local try; for try in {1..100}; do runs "$1" || return 0; sleep 0.1; done; fail "still running: $1"; }

# use SERVICE: photos by the README's command, through the service, and by GIMP.
use() {
    as_person "rm -rf *; srplugin --version && srplugin doctor"
    as_person "srplugin upscale /things/astronaut.png -o photo.jpg --scale 1 --select 200,40,64,64 && $(cat /things/command)"
    [ -s "$person/Bilder größer/photo-x4.png" ] || fail "no picture"
    as_person "srplugin upscale photo.jpg -o restored.png --mode restore --via-service && srplugin service status"
    runs "$1" || fail "$1 does not run"
    as_person "GIMP_PROGRAM=$gimp bash /things/batch.sh 'photo.jpg' gimp photo-restore"
    find "$person/Bilder größer/gimp" -name 'photo*' -size +0 | grep -q . || fail "no picture from GIMP"
    echo "  photo enlarged by the command, restored through the service and in $gimp"
}

quietly useradd --create-home person
install -d -o person -g person "$person/Bilder größer"
quietly apt-get update
mapfile -t packages </things/gimp-packages
quietly apt-get install -y --no-install-recommends "${packages[@]}"
gimp=$(command -v gimp-console-3.0 || command -v gimp)
inventory >/tmp/before

quietly apt-get install -y --no-install-recommends /things/srplugin.deb
echo "  installed: $(srplugin --version)"
use "$program"

# Over a running service, to another version and back.
for version in older srplugin; do
    quietly apt-get install -y --no-install-recommends --allow-downgrades "/things/$version.deb"
    ended "$program"
    [ -e /usr/lib/srplugin/only-in-older ] && [ "$version" = older ] || [ ! -e /usr/lib/srplugin/only-in-older ] || fail "a file of the older version stayed"
    as_person "srplugin service start && srplugin service status"
    runs "$program" || fail "$program does not run"
done
echo "  downgraded and upgraded while the service ran"
quietly apt-get autoremove --purge -y srplugin
ended "$program"
inventory >/tmp/after
diff /tmp/before /tmp/after || fail "That is the difference that the package left."
echo "  removed without a trace"

[ -e /things/srplugin.tar.gz ] || exit 0
# The archive needs what Debian's package asks for.
quietly apt-get install -y --no-install-recommends "$(apt-cache search --names-only '^libssl3(t64)?$' | cut -d' ' -f1 | tail -n 1)"
program=$person/.local/share/srplugin/service/srplugin-service
rm -rf "$person/.config/GIMP" "$person/.config/srplugin" "$person/.local"
(cd "$person" && find . -path './Bilder*' -prune -o -print | LC_ALL=C sort) >/tmp/before
as_person "rm -rf *; tar xzf /things/srplugin.tar.gz && mv srplugin-* /tmp/extracted && /tmp/extracted/install.sh && srplugin upscale /things/astronaut.png -o x.png --scale 1 \
    --select 0,0,32,32 --save-preset mine"
use "$program"
touch "$person/.local/share/srplugin/service/only-in-older"
mkdir "$person/.local/share/srplugin/libtorch-2.10.0-cuda"
as_person "/tmp/extracted/install.sh"
ended "$program"
[ ! -e "$person/.local/share/srplugin/service/only-in-older" ] || fail "a file of the older version stayed"
as_person "srplugin service start && rm -rf /tmp/extracted && $person/.local/share/srplugin/service/uninstall.sh"
grep -q "Kept, and yours to delete: presets" /tmp/log || fail "The presets that stay are not named."
ended "$program"
(cd "$person" && find . -path './Bilder*' -prune -o -path ./.config/GIMP -prune -o -type f -print | LC_ALL=C sort) >/tmp/after
left=$(comm -13 /tmp/before /tmp/after)
[ "$left" = ./.config/srplugin/presets/mine.json ] || fail "left behind: $left"
! find "$person" -name srplugin-gimp | grep . || fail "the plug-in stayed"
echo "  archive installed over itself while the service ran, and removed: the person's preset stays"
