#!/bin/sh
# ./install.sh     installs SrPlugin for the current user: the programs into ~/.local/share/srplugin, the command srplugin into ~/.local/bin
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
folder=$data/srplugin/service
bin=$HOME/.local/bin
for file in srplugin srplugin-service libtorch/libtorch_cpu.so; do
    [ -e "$here/lib/$file" ] || { echo "lib/$file is missing beside this script. Extract the whole archive first." >&2; exit 2; }
done
# A folder is replaced as a whole, so that nothing of an older version stays.
mkdir -p "$data/srplugin" "$bin" "$data/man/man1" "$data/bash-completion/completions"
rm -rf "$folder.new"
cp -R "$here/lib" "$folder.new"
cp "$here/LICENSE.txt" "$here/THIRD-PARTY-NOTICES.txt" "$here/sbom.cdx.json" "$here/uninstall.sh" "$folder.new/"
if [ -x "$folder/srplugin" ]; then "$folder/srplugin" service stop >/dev/null 2>&1 || true; fi
rm -rf "$folder"
mv "$folder.new" "$folder"
ln -sf "$folder/srplugin" "$bin/srplugin"
cp "$here/srplugin.1" "$data/man/man1/"
cp "$here/srplugin.bash-completion" "$data/bash-completion/completions/srplugin"
echo "Installed: $folder"
if ! "$folder/srplugin" doctor >/dev/null 2>&1; then
    echo "It does not work on this system yet: srplugin doctor says why. .NET needs OpenSSL's library (Debian: apt install libssl3)." >&2
fi
case :$PATH: in
    *":$bin:"*) echo "Try: srplugin doctor" ;;
    *) echo "Try: $bin/srplugin doctor   ($bin is not in PATH)" ;;
esac
