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

    install_packages "${missing[@]}"
}

install_packages() {
    say "Installing: $*"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "Please install these packages as root: $*"; return 1; }
        as_root=(sudo)
    fi
    local log; log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -q &&
           "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        say "apt-get could not install: $* (whole log: $log)"
        return 1
    fi
    rm -f "$log"
}

# Finds the .NET SDK, or brings it: the distribution's package where it has one, else Microsoft's into ~/.dotnet.
setup_dotnet() {
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
    has_dotnet && return 0
    if [ -x "$HOME/.dotnet/dotnet" ]; then
        export DOTNET_ROOT=$HOME/.dotnet PATH=$HOME/.dotnet:$PATH
        has_dotnet && return 0
    fi
    say "The .NET 10 SDK is missing."
    if command -v apt-cache >/dev/null && [ -n "$(apt-cache search --names-only '^dotnet-sdk-10\.0$')" ]; then
        install_packages dotnet-sdk-10.0
    else
        say "Installing it from https://dot.net into $HOME/.dotnet (some 250 MB; nothing else on this system changes) …"
        local script; script=$(mktemp)
        if ! { curl -fsSL --retry 3 -o "$script" https://dot.net/v1/dotnet-install.sh || wget -qO "$script" https://dot.net/v1/dotnet-install.sh; } 2>/dev/null ||
                ! bash "$script" --channel 10.0 --install-dir "$HOME/.dotnet" >"$script.log" 2>&1; then
            [ ! -s "$script.log" ] || tail -n 5 "$script.log" >&2
            say "That failed. Please install the .NET 10 SDK (https://dot.net) and run again."
            return 1
        fi
        rm -f "$script" "$script.log"
        export DOTNET_ROOT=$HOME/.dotnet PATH=$HOME/.dotnet:$PATH
    fi
    has_dotnet || { say "The .NET SDK that is there does not satisfy $root/global.json."; return 1; }
}

has_dotnet() { command -v dotnet >/dev/null && (cd "$root" && dotnet --version >/dev/null 2>&1); }

# What users get for 64-bit Windows, and beside it the service with the test engine, the client's probe and the Paint.NET effect's fake host: out/win-x64. They bring .NET along.
# Leaves the zip's path in $windows_zip.
publish_for_windows() {
    . "$root/packaging/publish/publish.sh"
    windows_zip=$("$root/packaging/paintdotnet/package.sh")
    publish win-x64 "$root/out/win-x64" tests/SrPlugin.TestService tests/SrPlugin.Client.Probe tests/SrPlugin.PaintDotNet.FakeHost
    cp -rlf "$root/out/paintdotnet/stage/service/." "$root/out/win-x64"
}

# What users of Debian get, installed, used and removed in fresh systems.
test_for_debian() {
    "$root/packaging/release.sh" 0.0.0 deb && "$root/packaging/linux/test-deb.sh" "$root/out/release/srplugin_0.0.0_amd64.deb"
}

# What macOS users would get compiles, at least: nothing runs it here.
build_for_macos() {
    local log project; log=$(mktemp)
    for project in src/SrPlugin.Service src/SrPlugin.Cli; do
        say "Building ${project##*/} for osx-arm64 …"
        if ! dotnet build "$root/$project" -c Release -r osx-arm64 --self-contained false --artifacts-path "$root/out/build/osx-arm64" \
                -v quiet -clp:NoSummary >"$log" 2>&1; then
            cat "$log" >&2
            return 1
        fi
    done
    rm -f "$log"
}

# build STAMP PROJECT INPUT…: builds when an input is newer than the stamp.
build() {
    local stamp=$root/out/.$1 project=$2; shift 2
    if [ -e "$stamp" ] && [ -z "$(cd "$root" && find "$@" Directory.* global.json packaging/linux packaging/publish packaging/torch \
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
