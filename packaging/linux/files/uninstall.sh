#!/bin/sh
# ./uninstall.sh: removes what install.sh installed. Models, presets and settings stay.
set -eu
data=${XDG_DATA_HOME:-$HOME/.local/share}
folder=$data/srplugin/service
if [ -x "$folder/srplugin" ]; then "$folder/srplugin" service stop >/dev/null 2>&1 || true; fi
if [ "$(readlink "$HOME/.local/bin/srplugin" 2>/dev/null)" = "$folder/srplugin" ]; then rm -f "$HOME/.local/bin/srplugin"; fi
rm -f "$data/man/man1/srplugin.1" "$data/bash-completion/completions/srplugin"
rm -rf "$folder"
rm -rf "${XDG_STATE_HOME:-$HOME/.local/state}/srplugin/logs"
rmdir "${XDG_STATE_HOME:-$HOME/.local/state}/srplugin" "$data/srplugin" 2>/dev/null || true
echo "Removed. Kept, and yours to delete: models in $data/srplugin, presets and settings in ${XDG_CONFIG_HOME:-$HOME/.config}/srplugin."
