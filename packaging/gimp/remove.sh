#!/usr/bin/env bash
# packaging/gimp/remove.sh            takes the plug-in and the service away, and ends the service; presets and settings stay
# packaging/gimp/remove.sh --all      those too: last settings, your own presets and the service's settings (service.json)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/places.sh"
end_service
rm -rf "$service_folder"
rmdir "$(dirname "$service_folder")" 2>/dev/null || true
echo "Removed: $service_folder"
while read -r _ folder; do
    [ -n "$folder" ] || continue
    rm -rf "$folder/plug-ins/srplugin-gimp"
    [ "${1:-}" != --all ] || rm -rf "$folder/srplugin" "$folder"/plug-in-settings/*plug-in-srplugin.*
    echo "Removed: $folder/plug-ins/srplugin-gimp"
done <<<"$(gimp_folders)"
if [ "${1:-}" = --all ]; then rm -rf "${XDG_CONFIG_HOME:-$HOME/.config}/srplugin"; fi
