#!/usr/bin/env bash
# ./run.sh                     sets up, then restores a part of a sample photo in a real, headless GIMP: pictures in out/
# ./run.sh demo                the same
# ./run.sh upscale IN -o OUT   sets up, then is the srplugin command line (./run.sh --help)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/packaging/linux/setup.sh"
setup_packages
setup_dotnet
build_service() { build built-service src/SrPlugin.Service/SrPlugin.Service.csproj src models plugin-manifest; }

if [ $# -eq 0 ] || [ "$1" = demo ]; then
    . "$root/packaging/gimp/demo.sh"
    setup_packages gimp-packages.txt
    build built-gimp src/SrPlugin.Gimp/SrPlugin.Gimp.csproj src/SrPlugin.Gimp src/SrPlugin.Client src/SrPlugin.Protocol plugin-manifest
    build_service
    run_demo
    exit
fi

build built-cli src/SrPlugin.Cli/SrPlugin.Cli.csproj src models plugin-manifest
case " $* " in
    " service "*|*" --via-service "*)
        build_service
        export SRPLUGIN_SERVICE=${SRPLUGIN_SERVICE:-$root/src/SrPlugin.Service/bin/Release/net10.0/srplugin-service} ;;
esac
exec "$root/src/SrPlugin.Cli/bin/Release/net10.0/srplugin" "$@"
