#!/usr/bin/env bash
# packaging/gimp/batch.sh FILES FOLDER PRESET
# Restores or enlarges many files in headless GIMP: (srplugin-batch FILES FOLDER PRESET), with an exit status.
#   packaging/gimp/batch.sh 'in/*.jpg' out photo-restore
# $GIMP_PROGRAM names another GIMP than the one called gimp. Exit status: 0 all done or there already, 1 some failed (the report names them),
# 2 usage.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
gimp=${GIMP_PROGRAM:-gimp}

scheme_text() { local text=${1//\\/\\\\}; printf '"%s"' "${text//\"/\\\"}"; }

case $("$gimp" --version </dev/null) in
    *' 2.'*) ;;
    *)
        # GIMP 3 says itself that a command failed, and ends because of --quit: a second -b would not be run then.
        "$gimp" -i -d -f -s -n --quit --batch-interpreter=plug-in-script-fu-eval \
            -b "(srplugin-batch #:files $(scheme_text "$1") #:folder $(scheme_text "$2") #:preset $(scheme_text "$3"))" </dev/null 2>&1 || exit 1
        exit 0
        ;;
esac

# GIMP 2.10 always exits with 0. The last line appears only when the procedure succeeded: an error ends the expression.
done_mark="srplugin-batch: finished"
output=$(mktemp)
trap 'rm -f "$output"' EXIT
"$gimp" -i -d -f -s -n \
    -b "(begin (srplugin-batch $(scheme_text "$1") $(scheme_text "$2") $(scheme_text "$3")) (gimp-message \"$done_mark\"))" \
    -b '(gimp-quit 0)' </dev/null 2>&1 | tee "$output" | grep -v "$done_mark" || true
grep -q "$done_mark" "$output"
