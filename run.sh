#!/usr/bin/env bash
# ./run.sh                     sets up, then upscales a sample photo into out/
# ./run.sh upscale IN -o OUT   sets up, then is the srplugin command line (./run.sh --help)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/packaging/linux/setup.sh"
setup_packages
setup_dotnet
build built-cli src/SrPlugin.Cli/SrPlugin.Cli.csproj src models
case " $* " in
    " service "*|*" --via-service "*)
        build built-service src/SrPlugin.Service/SrPlugin.Service.csproj src models plugin-manifest
        export SRPLUGIN_SERVICE=${SRPLUGIN_SERVICE:-$root/src/SrPlugin.Service/bin/Release/net10.0/srplugin-service} ;;
esac

srplugin=$root/src/SrPlugin.Cli/bin/Release/net10.0/srplugin
if [ $# -gt 0 ]; then
    exec "$srplugin" "$@"
fi
exec "$srplugin" upscale "$root/tests/fixtures/images/chelsea.png" -o "$root/out/chelsea-x4.png" --scale 4 --overwrite
