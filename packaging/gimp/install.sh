#!/usr/bin/env bash
# packaging/gimp/install.sh     puts the plug-in into every GIMP of the current user (2.10, 3.0, 3.2), and the service beside the user's programs
# packaging/gimp/remove.sh      takes both away again
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/packaging/linux/setup.sh"
. "$root/packaging/gimp/places.sh"

if [ -z "$(gimp_folders)" ]; then
    say "GIMP 2.10 or 3 was not found. Install GIMP (on Debian: apt-get install gimp) and run this again. ./run.sh upscale works without GIMP."
    exit 1
fi

setup_packages
setup_dotnet
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
log=$fresh/log
publish() { dotnet publish "$root/$1" -c Release -o "$2" -v quiet -clp:NoSummary "${@:3}" >"$log" 2>&1; }

say "Building the plug-in …"
system=linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
if ! publish src/SrPlugin.Gimp "$fresh/plug-in" -p:NativeRuntime="$system"; then
    say "It could not be made a native program; it uses the machine's .NET instead, and every call takes some 0.3 s longer. The reason:"
    { grep -m 1 error "$log" || tail -n 1 "$log"; } >&2
    rm -rf "$fresh/plug-in"
    publish src/SrPlugin.Gimp "$fresh/plug-in" || { cat "$log" >&2; exit 1; }
fi
say "Building the service …"
publish src/SrPlugin.Service "$fresh/service" || { cat "$log" >&2; exit 1; }

end_service
replace "$fresh/service" "$service_folder"
say "The service:            $service_folder"
install_plug_in "$fresh/plug-in" >&2
say "Restart GIMP; the effect is Filters ▸ Enhance ▸ Super Resolution…"
