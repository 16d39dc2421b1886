# Sourced by install.sh and remove.sh: where the plug-in and its service go for the current user.
gimp_folder=${GIMP2_DIRECTORY:-${XDG_CONFIG_HOME:-$HOME/.config}/GIMP/2.10}
plugin_folder=$gimp_folder/plug-ins/srplugin-gimp
service_folder=${XDG_DATA_HOME:-$HOME/.local/share}/srplugin/service

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
