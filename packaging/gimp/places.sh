# Sourced by install.sh and remove.sh: where the plug-in and its service go for the current user.
gimp_folder=${GIMP2_DIRECTORY:-${XDG_CONFIG_HOME:-$HOME/.config}/GIMP/2.10}
plugin_folder=$gimp_folder/plug-ins/srplugin-gimp
service_folder=${XDG_DATA_HOME:-$HOME/.local/share}/srplugin/service
