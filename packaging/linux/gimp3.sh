#!/usr/bin/env bash
# packaging/linux/gimp3.sh PROGRAM ARGUMENT…   runs a program where GIMP 3 is: on this system, or in a Debian 13 in a folder of the cache
# Sourced, it offers setup_gimp3, which makes that folder once (about 900 MB, some minutes) on systems that have no GIMP 3 of their own.
# The program in the folder sees this system's /tmp, /dev and network, and nothing else of it.
# $GIMP3_SYSTEM names another folder.
gimp3_system=${GIMP3_SYSTEM:-${XDG_CACHE_HOME:-$HOME/.cache}/srplugin/debian-13}

has_gimp3() { command -v gimp-console-3.0 >/dev/null || command -v gimp-console-3.2 >/dev/null; }

# Expects $root (the checkout) and say from setup.sh.
setup_gimp3() {
    has_gimp3 && return 0
    local list=$root/packaging/linux/gimp3-packages.txt packages log
    cmp -s "$list" "$gimp3_system/.packages" && return 0
    setup_packages debootstrap-packages.txt
    [ "$(id -u)" -eq 0 ] || { say "GIMP 3's tests need a Debian 13 in $gimp3_system, which only root can make: run this once as root."; return 1; }
    say "Making a Debian 13 with GIMP 3 in $gimp3_system …"
    packages=$(sed 's/#.*//' "$list" | awk 'NF { print $1 }' | paste -sd,)
    log=$(mktemp)
    rm -rf "$gimp3_system.new"
    mkdir -p "$gimp3_system.new"
    if ! debootstrap --variant=minbase --include="$packages" trixie "$gimp3_system.new" >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        say "debootstrap failed (whole log: $log)"
        return 1
    fi
    rm -f "$log"
    rm -rf "$gimp3_system.new"/var/cache/apt/archives/*.deb "$gimp3_system.new"/var/lib/apt/lists/*
    cp "$list" "$gimp3_system.new/.packages"
    rm -rf "$gimp3_system"
    mv "$gimp3_system.new" "$gimp3_system"
}

# Mounts of a namespace of its own: they end with the program.
in_gimp3() {
    has_gimp3 && exec "$@"
    [ -e "$gimp3_system/.packages" ] || { echo "GIMP 3 is missing: ./test.sh makes $gimp3_system, or install Debian 13's gimp." >&2; exit 1; }
    # shellcheck disable=SC2016
    exec unshare --mount --propagation private -- sh -c '
        mount --bind /tmp "$0/tmp" && mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" &&
        exec chroot "$0" env --chdir="$PWD" "$@"' "$gimp3_system" "$@"
}

[ "${BASH_SOURCE[0]}" != "$0" ] || in_gimp3 "$@"
