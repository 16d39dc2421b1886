# Sourced by run.sh and test.sh: installs what the project needs and builds it, doing nothing that is done already.
# Expects $root (the checkout). Leaves `dotnet` on PATH.

say() { printf '%s\n' "$*" >&2; }

# setup_packages [LIST]: installs the Debian packages of a list, runtime-packages.txt if none is named.
setup_packages() {
    local list=$root/packaging/linux/${1:-runtime-packages.txt} missing=() package
    command -v dpkg-query >/dev/null || {
        say "This is not a Debian-like system. Please install the equivalents of these packages, then run again with SRPLUGIN_SKIP_PACKAGES=1:"
        grep -v '^ *\(#\|$\)' "$list" >&2
        [ -n "${SRPLUGIN_SKIP_PACKAGES:-}" ] && return 0
        return 1
    }
    while read -r package; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done < <(sed 's/#.*//' "$list" | awk 'NF { print $1 }')
    [ ${#missing[@]} -eq 0 ] && return 0

    say "Installing: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "Please install these packages as root: ${missing[*]}"; return 1; }
        as_root=(sudo)
    fi
    local log; log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -q &&
           "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        say "apt-get could not install: ${missing[*]} (whole log: $log)"
        return 1
    fi
    rm -f "$log"
}

setup_dotnet() {
    command -v dotnet >/dev/null || [ ! -x "$HOME/.dotnet/dotnet" ] || PATH=$HOME/.dotnet:$PATH
    if ! command -v dotnet >/dev/null || ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
        say "The .NET 10 SDK is missing. Please install it (package dotnet-sdk-10.0, or https://dot.net) and run again."
        return 1
    fi
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}

# The service, the service with the test engine, the client's probe and the Paint.NET effect's fake host as Windows programs, in one folder: out/win-x64. They bring .NET along.
publish_for_windows() {
    local out=$root/out/win-x64 log project
    say "Publishing for Windows …"
    log=$(mktemp)
    rm -rf "$out"
    for project in src/SrPlugin.Service tests/SrPlugin.TestService tests/SrPlugin.Client.Probe tests/SrPlugin.PaintDotNet.FakeHost; do
        if ! dotnet publish "$root/$project" -c Release -r win-x64 --self-contained -o "$out" -v quiet -clp:NoSummary >"$log" 2>&1; then
            cat "$log" >&2
            say "$project could not be published (whole log: $log)"
            return 1
        fi
    done
    rm -f "$log"
}

# build STAMP PROJECT INPUT…: builds when an input is newer than the stamp.
build() {
    local stamp=$root/out/.$1 project=$2; shift 2
    if [ -e "$stamp" ] && [ -z "$(cd "$root" && find "$@" Directory.* global.json packaging/linux \
            \( -name bin -o -name obj -o -name TestResults \) -prune -o -newer "$stamp" -print -quit)" ]; then
        return 0
    fi
    say "Building ${project##*/} …"
    mkdir -p "$root/out"
    local log started; log=$(mktemp); started=$(mktemp)
    if ! dotnet build "$root/$project" -c Release -v quiet -clp:NoSummary >"$log" 2>&1; then
        cat "$log" >&2
        say "The build failed (whole log: $log)"
        return 1
    fi
    mv "$started" "$stamp"
    rm -f "$log"
}
