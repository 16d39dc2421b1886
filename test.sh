#!/usr/bin/env bash
# ./test.sh                    sets up and runs every test of every project
# ./test.sh --with-wine        installs Wine as well, and installs and runs what users of Windows and Debian get; builds for macOS
# ./test.sh --filter EXPR      only the tests that `dotnet test --filter EXPR` selects
# The last line counts them all: "N passed, N failed".
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/packaging/linux/setup.sh"
. "$root/packaging/linux/gimp3.sh"
with_wine=false
if [ "${1:-}" = --with-wine ]; then with_wine=true; shift; fi
setup_packages
setup_packages test-packages.txt
setup_packages gimp-packages.txt
setup_gimp3
setup_dotnet
build built-tests SrPlugin.sln src tests models plugin-manifest SrPlugin.sln
if $with_wine; then
    setup_packages wine-packages.txt
    publish_for_windows
    export SRPLUGIN_WIN_PROGRAMS=$root/out/win-x64 SRPLUGIN_WIN_PACKAGE=$windows_zip
    build_for_macos
fi

results=$root/out/test-results
rm -rf "$results" && mkdir -p "$results"
passed=0 failed=0 skipped=0
for project in "$root"/tests/*.Tests/*.Tests.csproj; do
    name=$(basename "$project" .csproj)
    started=$SECONDS status=0
    # Started by nohup, or in the background of a shell without a terminal, it would be deaf to signals that some tests send.
    env --default-signal=HUP,INT,QUIT dotnet test "$project" -c Release --no-build --nologo -v quiet \
        --logger "trx;LogFileName=$results/$name.trx" --blame-hang-timeout 15m --blame-hang-dump-type none \
        "$@" >"$results/$name.log" 2>&1 || status=$?
    counters=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null || true)
    count() { grep -o " $1=\"[0-9]*\"" <<<"$counters" | tr -dc 0-9; }
    total=$(count total) executed=$(count executed) ok=$(count passed)
    : "${total:=0}" "${executed:=0}" "${ok:=0}"
    bad=$((executed - ok))
    # A test host that died, or a project without a result file, is a failure even if no test says so.
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "$bad" -gt 0 ]; then cat "$results/$name.log"; fi
    printf '%-32s %5d passed, %d failed, %d skipped  (%d s)\n' "$name" "$ok" "$bad" $((total - executed)) $((SECONDS - started))
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
done
if $with_wine; then
    started=$SECONDS ok=1
    test_for_debian >"$results/debian.log" 2>&1 || { ok=0; cat "$results/debian.log"; }
    printf '%-32s %5d passed, %d failed, 0 skipped  (%d s)\n' "Debian package" "$ok" $((1 - ok)) $((SECONDS - started))
    passed=$((passed + ok)) failed=$((failed + 1 - ok))
fi
if [ "$skipped" -gt 0 ]; then
    echo "Skipped, with the reason each gives:"
    grep -h -A3 'outcome="NotExecuted"' "$results"/*.trx | grep -oE 'testName="[^"]*"|<Message>[^<]*|<StdOut>[^<]*' | sed 's/^/  /'
fi
summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
