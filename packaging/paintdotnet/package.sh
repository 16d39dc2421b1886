#!/usr/bin/env bash
# packaging/paintdotnet/package.sh [VERSION]: builds the zip for 64-bit Windows in out/paintdotnet/: Paint.NET's effect, the service, the command
# line and install.cmd. What lies in it is also in out/paintdotnet/stage. Fails if a part is missing.
# The effect is compiled against Paint.NET's own assemblies where PdnRoot names a folder with the oldest supported release of Paint.NET 5.1 (a
# reference to a newer assembly does not load in an older host), else against stand-ins with the same signatures.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/packaging/linux/setup.sh"
. "$root/packaging/publish/publish.sh"
out=$root/out/paintdotnet
stage=$out/stage
effect=$root/src/SrPlugin.PaintDotNet/SrPlugin.PaintDotNet.csproj
most_bytes=1048576
setup_packages release-packages.txt
setup_dotnet
version=${1:-$(dotnet msbuild "$effect" -getProperty:Version)}
fail() { say "$1"; exit 1; }

rm -rf "$stage"
mkdir -p "$stage/effect"
log=$out/package.log
say "Building the effect …"
dotnet publish "$effect" -c Release -o "$out/published" -p:Version="$version" -p:ContinuousIntegrationBuild=true -p:DebugType=none \
    --artifacts-path "$root/out/build/effect" -v quiet >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
for file in SrPlugin.PaintDotNet.dll SrPlugin.PaintDotNet.deps.json SrPlugin.Client.dll SrPlugin.Protocol.dll; do
    cp "$out/published/$file" "$stage/effect/"
done
! grep -q '"PaintDotNet\.\|System\.Windows\.Forms' "$stage/effect/SrPlugin.PaintDotNet.deps.json" ||
    fail "The effect's deps.json names assemblies of the host. That must not be shipped."
bytes=$(cat "$stage"/effect/* | wc -c)
[ "$bytes" -lt "$most_bytes" ] || fail "The effect has $bytes bytes; it must stay below $most_bytes."
[ "$(dotnet msbuild "$effect" -getProperty:UsesRealPdn)" = true ] ||
    say "Paint.NET is not here (PdnRoot): the effect was compiled against stand-ins for its assemblies."

publish win-x64 "$stage/service" $programs -p:Version="$version"
for file in srplugin-service.exe srplugin.exe coreclr.dll libtorch/torch_cpu.dll libtorch/LibTorchSharp.dll models/light-s3diff/manifest.json; do
    [ -e "$stage/service/$file" ] || fail "The package lacks service/$file."
done

# Windows' command interpreter reads lines that end like Windows' own.
for file in install.cmd uninstall.cmd README.txt; do
    sed 's/\r*$/\r/' "$root/packaging/paintdotnet/$file" >"$stage/$file"
done
SRPLUGIN_VERSION=$version add_notices "$stage" "$stage/service"

zip=$out/srplugin-$version-windows-x64.zip
pack_zip "$stage" "$zip"
say "Wrote $zip ($(($(wc -c <"$zip") >> 20)) MiB)."
echo "$zip"
