# Sourced by install.sh, remove.sh and others, those of the Linux archive too: where the plug-in and its service go for the current user.
service_folder=${XDG_DATA_HOME:-$HOME/.local/share}/srplugin/service

# gimp_folders: "SERIES FOLDER" for the profile of every GIMP that the user has: 2.10, 3.0, 3.2 …
# $GIMP2_DIRECTORY and $GIMP3_DIRECTORY name profiles, as they do for GIMP; then only those count.
gimp_folders() {
    if [ -n "${GIMP2_DIRECTORY:-}${GIMP3_DIRECTORY:-}" ]; then
        [ -z "${GIMP2_DIRECTORY:-}" ] || echo "2.10 $GIMP2_DIRECTORY"
        [ -z "${GIMP3_DIRECTORY:-}" ] || echo "3 $GIMP3_DIRECTORY"
        return 0
    fi
    local profiles=${XDG_CONFIG_HOME:-$HOME/.config}/GIMP series
    for series in $({ gimp_programs; find "$profiles" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' 2>/dev/null; } | sort -uV); do
        case $series in 2.10 | 3.*) echo "$series $profiles/$series" ;; esac
    done
}

# The series of the GIMPs on PATH.
gimp_programs() {
    local program
    for program in gimp gimp-2.10 gimp-3.0 gimp-3.2 gimp-console-3.0 gimp-console-3.2; do
        ! command -v "$program" >/dev/null || "$program" --version 2>/dev/null | sed -nE 's/.* ([0-9]+\.[0-9]+)\.[0-9]+.*/\1/p'
    done
}

# A service that still runs from there would load parts of another version, or parts that are gone.
end_service() {
    local program=$service_folder/srplugin-service process
    for process in /proc/[0-9]*; do
        [ "$process/exe" -ef "$program" ] || continue
        kill "${process#/proc/}" 2>/dev/null || true
        for _ in {1..100}; do [ "$process/exe" -ef "$program" ] || continue 2; sleep 0.1; done
        kill -9 "${process#/proc/}" 2>/dev/null || true
    done
}

# replace FROM TO: copies a folder. It is replaced as a whole, so that nothing of an older version stays.
replace() {
    mkdir -p "$(dirname "$2")"
    rm -rf "$2.new"
    cp -r "$1" "$2.new"
    rm -rf "$2"
    mv "$2.new" "$2"
}

# install_plug_in FOLDER: for every GIMP of the user. Fails where there is none.
install_plug_in() {
    local found series folder
    if [ -d "$HOME/.var/app/org.gimp.GIMP" ] && [ -z "${GIMP2_DIRECTORY:-}${GIMP3_DIRECTORY:-}" ]; then
        echo "GIMP from Flatpak was found, and left alone: its sandbox cannot reach the service. Use the GIMP of your distribution." >&2
    fi
    found=$(gimp_folders)
    [ -n "$found" ] || return 1
    while read -r series folder; do
        replace "$1" "$folder/plug-ins/srplugin-gimp"
        echo "Installed for GIMP $series: $folder/plug-ins/srplugin-gimp"
    done <<<"$found"
}

# remove_plug_in [--all]: from every GIMP of the user; with --all its last settings too.
remove_plug_in() {
    local folder
    while read -r _ folder; do
        [ -n "$folder" ] || continue
        rm -rf "$folder/plug-ins/srplugin-gimp"
        [ "${1:-}" != --all ] || rm -rf "$folder/srplugin" "$folder"/plug-in-settings/*plug-in-srplugin.*
        echo "Removed: $folder/plug-ins/srplugin-gimp"
    done <<<"$(gimp_folders)"
}
