# Sourced by demo.sh and measure.sh: a GIMP profile of its own, in which nothing of the user's is seen or touched.
# make_profile FOLDER PLUG-IN-FOLDER
make_profile() {
    local profile=$1 system name
    mkdir -p "$profile"/plug-ins "$profile"/{brushes,gradients,patterns,palettes,fonts,dynamics,tool-presets}
    ln -s "$2" "$profile/plug-ins/srplugin-gimp"
    # Of GIMP's own plug-ins only what is needed: loading a hundred others would take most of the time.
    for system in /usr/lib/gimp/2.0/plug-ins /usr/lib/*/gimp/2.0/plug-ins; do [ ! -d "$system" ] || break; done
    for name in script-fu file-png file-jpeg; do ln -s "$system/$name" "$profile/plug-ins/$name"; done
    echo '(plug-in-path "${gimp_dir}/plug-ins")' >"$profile/gimprc"
}
