#!/usr/bin/env bash
# Builds the zip that Paint.NET users install from, in out/paintdotnet/.
#   packaging/paintdotnet/package.sh                 effect, install scripts, and the service for 64-bit Windows
#   packaging/paintdotnet/package.sh --effect-only   without the service
# Runs on Windows (Git Bash) and Linux. A zip for the public is built where Paint.NET 5.1 is installed (its oldest supported release: a
# reference to a newer assembly does not load in an older host) and where NuGet.org can be reached; elsewhere the script says what is missing
# and builds the rest.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$root/out/paintdotnet
stage=$out/stage
effect=$root/src/SrPlugin.PaintDotNet/SrPlugin.PaintDotNet.csproj
service=$root/src/SrPlugin.Service/SrPlugin.Service.csproj
most_bytes=1048576
say() { printf '%s\n' "$*" >&2; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

with_service=true
case "${1:-}" in
    '') ;;
    --effect-only) with_service=false ;;
    *) say "Unknown option: $1"; exit 2 ;;
esac

rm -rf "$stage"
mkdir -p "$stage/effect"
log=$out/package.log

say "Building the effect …"
published=$out/published
rm -rf "$published"
if ! dotnet publish "$effect" -c Release -o "$published" -v quiet >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
for file in SrPlugin.PaintDotNet.dll SrPlugin.PaintDotNet.deps.json SrPlugin.Client.dll SrPlugin.Protocol.dll; do
    cp "$published/$file" "$stage/effect/"
done
if grep -q '"PaintDotNet\.\|System\.Windows\.Forms' "$stage/effect/SrPlugin.PaintDotNet.deps.json"; then
    say "The effect's deps.json names assemblies of the host. That must not be shipped."
    exit 1
fi
bytes=$(cat "$stage"/effect/* | wc -c)
if [ "$bytes" -ge "$most_bytes" ]; then
    say "The effect has $bytes bytes; it must stay below $most_bytes."
    exit 1
fi

suffix=
if [ "$(dotnet msbuild "$effect" -getProperty:UsesRealPdn)" != true ]; then
    say "NOTE: Paint.NET is not installed here (PdnRoot), so the effect was compiled against stand-ins for its assemblies."
    say "      Good for tests. Before publishing, build on a machine with Paint.NET 5.1."
    suffix=-standins
fi

if $with_service; then
    say "Publishing the service for win-x64 with TorchSharp from NuGet …"
    if dotnet publish "$service" -c Release -r win-x64 --self-contained -p:TorchProvider=NuGet \
            -o "$stage/service" -v quiet >"$log" 2>&1; then
        say "The service takes $(du -sm "$stage/service" | cut -f1) MiB."
    elif grep -q 'NU1101\|NU1102' "$log"; then
        rm -rf "$stage/service"
        say "NOTE: the service is NOT in this zip. This machine's package sources do not offer:"
        sed -nE 's/.*NU110[12]: Unable to find package ([A-Za-z0-9.-]*[A-Za-z0-9]).*/      \1/p' "$log" | sort -u >&2
        say "      Run this script where NuGet.org can be reached. Everything else is built."
        with_service=false
    else
        cat "$log" >&2
        say "The service could not be published (whole log: $log)."
        exit 1
    fi
fi
$with_service || suffix=$suffix-without-service

# Windows' command interpreter reads lines that end like Windows' own.
for file in install.cmd uninstall.cmd README.txt; do
    sed 's/\r*$/\r/' "$root/packaging/paintdotnet/$file" >"$stage/$file"
done
cp "$root/LICENSE" "$stage/LICENSE.txt"

version=$(dotnet msbuild "$effect" -getProperty:Version)
zip=$out/SrPlugin-$version-PaintDotNet$suffix.zip
rm -f "$zip"
dotnet msbuild "$root/packaging/paintdotnet/zip.proj" -nologo -v:quiet "-p:Folder=$stage" "-p:Zip=$zip"
say "Wrote $zip ($(wc -c <"$zip") bytes)."
echo "$zip"
