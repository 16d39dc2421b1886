# Sourced, after setup.sh: publishes programs that bring .NET along, and packs folders so that the same commit gives the same bytes.
# Expects $root (the checkout).

# The time that every packed file gets: the commit's.
: "${SOURCE_DATE_EPOCH:=$(git -C "$root" log -1 --format=%ct)}"
export SOURCE_DATE_EPOCH

# publish RUNTIME FOLDER PROJECT… [-p:…]: programs for a system, into one folder; what they share lies there once. Fails if one cannot be built.
publish() {
    local runtime=$1 folder=$2 projects=() options=() argument log; shift 2
    for argument in "$@"; do
        case $argument in -*) options+=("$argument") ;; *) projects+=("$argument") ;; esac
    done
    # The build goes to a folder of its own: the checkout's is this system's.
    log=$(mktemp)
    rm -rf "$folder"
    for argument in "${projects[@]}"; do
        say "Publishing ${argument##*/} for $runtime …"
        if ! dotnet publish "$root/$argument" -c Release -r "$runtime" --self-contained -p:ContinuousIntegrationBuild=true -p:DebugType=none \
                --artifacts-path "$root/out/build/$runtime" -o "$folder" -v quiet -clp:NoSummary "${options[@]}" >"$log" 2>&1; then
            cat "$log" >&2
            say "$argument could not be published for $runtime (whole log: $log)"
            return 1
        fi
    done
    rm -f "$log"
}

# What users get.
programs="src/SrPlugin.Service src/SrPlugin.Cli"

# settle FOLDER: the same times and rights everywhere, whatever this machine has.
settle() {
    chmod -R u=rwX,go=rX "$1"
    find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# pack_zip FOLDER FILE: what is in the folder.
pack_zip() {
    settle "$1"
    rm -f "$2"
    (cd "$1" && find . -mindepth 1 | sed 's|^\./||' | LC_ALL=C sort | TZ=UTC zip -X -q -D -@ "$2")
}

# pack_tar FOLDER FILE: the folder itself.
pack_tar() {
    settle "$1"
    tar --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$(dirname "$1")" -c "$(basename "$1")" | gzip -n >"$2"
}

# add_notices FOLDER PROGRAMS: licence, notices of the packages inside, and the list of them (CycloneDX), beside or in the programs' folder.
add_notices() {
    cp "$root/LICENSE" "$1/LICENSE.txt"
    python3 "$root/packaging/publish/notices.py" "$1" "$2"/*.deps.json
}
