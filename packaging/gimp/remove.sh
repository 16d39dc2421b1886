#!/usr/bin/env bash
# packaging/gimp/remove.sh            takes the plug-in and the service away, and ends the service; presets and settings stay
# packaging/gimp/remove.sh --all      those too: last settings, your own presets and the service's settings (service.json)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/places.sh"
end_service
rm -rf "$plugin_folder" "$service_folder"
rmdir "$(dirname "$service_folder")" 2>/dev/null || true
if [ "${1:-}" = --all ]; then
    rm -rf "$gimp_folder/srplugin" "${XDG_CONFIG_HOME:-$HOME/.config}/srplugin"
fi
echo "Removed: $plugin_folder and $service_folder"
