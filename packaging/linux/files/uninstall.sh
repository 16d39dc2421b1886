#!/usr/bin/env bash
# ./uninstall.sh: removes what install.sh installed. Models, presets and settings stay.
set -euo pipefail
. "$(dirname "$0")/places.sh"
data=${XDG_DATA_HOME:-$HOME/.local/share}
state=${XDG_STATE_HOME:-$HOME/.local/state}/srplugin
settings=${XDG_CONFIG_HOME:-$HOME/.config}/srplugin
end_service
remove_plug_in
if [ "$(readlink "$HOME/.local/bin/srplugin" 2>/dev/null)" = "$service_folder/srplugin" ]; then rm -f "$HOME/.local/bin/srplugin"; fi
rm -f "$data"/man/man1/srplugin.1 "$data"/man/man1/srplugin-*.1 "$data/bash-completion/completions/srplugin" "$data/zsh/site-functions/_srplugin"
# The last is the tensor library of srplugin setup cuda.
rm -rf "$service_folder" "$state/logs" "$data"/srplugin/libtorch-*
rmdir "$state" "$data/srplugin" 2>/dev/null || true
echo "Removed: $service_folder"
if [ -d "$data/srplugin" ]; then echo "Kept, and yours to delete: models in $data/srplugin"; fi
if [ -d "$settings" ]; then echo "Kept, and yours to delete: presets and settings in $settings"; fi
