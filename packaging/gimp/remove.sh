#!/usr/bin/env bash
# packaging/gimp/remove.sh            takes the plug-in and the service away; presets and last settings stay
# packaging/gimp/remove.sh --all      those too
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/places.sh"
rm -rf "$plugin_folder" "$service_folder"
rmdir "$(dirname "$service_folder")" 2>/dev/null || true
if [ "${1:-}" = --all ]; then
    rm -rf "$gimp_folder/srplugin" "${XDG_CONFIG_HOME:-$HOME/.config}/srplugin"
fi
echo "Removed: $plugin_folder and $service_folder"
