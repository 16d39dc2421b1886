#!/usr/bin/env bash
# packaging/gimp/remove.sh            takes the plug-in and the service away, and ends the service; presets and settings stay
# packaging/gimp/remove.sh --all      those too: last settings, your own presets and the service's settings (service.json)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/places.sh"
end_service
rm -rf "$service_folder"
rmdir "$(dirname "$service_folder")" 2>/dev/null || true
echo "Removed: $service_folder"
remove_plug_in "${1:-}"
if [ "${1:-}" = --all ]; then rm -rf "${XDG_CONFIG_HOME:-$HOME/.config}/srplugin"; fi
