# Sourced by run.sh: the effect in a real, headless GIMP with a profile of its own. Expects $root and the built plug-in and service.
. "$root/packaging/gimp/profile.sh"

run_demo() {
    local out=$root/out profile
    profile=$(mktemp -d)
    mkdir -p "$out"
    rm -f "$out"/{before,after,difference}.png
    make_profile "$profile" "$root/src/SrPlugin.Gimp/bin/Release/net10.0"

    say "Opening a photo in headless GIMP, selecting a feathered ellipse, running Super Resolution with the preset photo-restore …"
    local log=$profile/log
    # A service of its own, which ends when its socket is removed with the profile: one that runs already may be another version.
    SRPLUGIN_SERVICE=$root/src/SrPlugin.Service/bin/Release/net10.0/srplugin-service GIMP2_DIRECTORY=$profile \
        SRPLUGIN_SOCKET=$profile/service.sock \
        SRPLUGIN_DEMO_PHOTO=$root/tests/fixtures/images/chelsea.png SRPLUGIN_DEMO_OUT=$out \
        gimp -i -d -f -s -n -b "$(cat "$root/packaging/gimp/demo.scm")" -b '(gimp-quit 0)' </dev/null >"$log" 2>&1 || true
    if [ ! -s "$out/difference.png" ]; then
        cat "$log" >&2
        say "The demo failed; what GIMP said is above."
        rm -rf "$profile"
        return 1
    fi
    grep -o 'demo: .*' "$log" | sed 's/^demo: //' || true
    rm -rf "$profile"
    echo "before:     $out/before.png"
    echo "after:      $out/after.png"
    echo "difference: $out/difference.png (eight times as strong; black is untouched)"
}
