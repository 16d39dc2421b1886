#!/usr/bin/env bash
# ./install.sh     installs SrPlugin for the current user: the programs into ~/.local/share/srplugin, the command srplugin into ~/.local/bin,
#                  and the plug-in into every GIMP of yours (2.10, 3.0, 3.2)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/places.sh"
data=${XDG_DATA_HOME:-$HOME/.local/share}
bin=$HOME/.local/bin
for file in lib/srplugin lib/srplugin-service lib/libtorch/libtorch_cpu.so gimp/srplugin-gimp; do
    [ -e "$here/$file" ] || { echo "$file is missing beside this script. Extract the whole archive first." >&2; exit 2; }
done
end_service
replace "$here/lib" "$service_folder"
cp "$here/LICENSE.txt" "$here/THIRD-PARTY-NOTICES.txt" "$here/sbom.cdx.json" "$here/uninstall.sh" "$here/places.sh" "$service_folder/"
mkdir -p "$bin" "$data/man/man1" "$data/bash-completion/completions" "$data/zsh/site-functions"
ln -sf "$service_folder/srplugin" "$bin/srplugin"
cp "$here"/man/*.1 "$data/man/man1/"
cp "$here/srplugin.bash-completion" "$data/bash-completion/completions/srplugin"
cp "$here/srplugin.zsh-completion" "$data/zsh/site-functions/_srplugin"
echo "Installed: $service_folder"
install_plug_in "$here/gimp" || echo "GIMP 2.10 or 3 was not found. The plug-in for it comes by running this script again once GIMP is there."
if ! "$service_folder/srplugin" doctor >/dev/null 2>&1; then
    echo "It does not work on this system yet: srplugin doctor says why. .NET needs OpenSSL's library (Debian: apt install libssl3)." >&2
fi
case :$PATH: in
    *":$bin:"*) echo "Try: srplugin doctor" ;;
    *) echo "Try: $bin/srplugin doctor   ($bin is not in PATH)" ;;
esac
echo "Remove it with: $service_folder/uninstall.sh"
