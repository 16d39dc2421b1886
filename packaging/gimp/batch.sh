#!/usr/bin/env bash
# packaging/gimp/batch.sh FILES FOLDER PRESET
# Restores or enlarges many files in headless GIMP: (srplugin-batch FILES FOLDER PRESET), with an exit status.
#   packaging/gimp/batch.sh 'in/*.jpg' out photo-restore
# Exit status: 0 all done or there already, 1 some failed (the report names them), 2 usage. GIMP 2.10 itself always says 0.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }

scheme_text() { local text=${1//\\/\\\\}; printf '"%s"' "${text//\"/\\\"}"; }

# The last line appears only when the procedure succeeded: an error ends the expression.
done_mark="srplugin-batch: finished"
output=$(mktemp)
trap 'rm -f "$output"' EXIT
gimp -i -d -f -s -n \
    -b "(begin (srplugin-batch $(scheme_text "$1") $(scheme_text "$2") $(scheme_text "$3")) (gimp-message \"$done_mark\"))" \
    -b '(gimp-quit 0)' </dev/null 2>&1 | tee "$output" | grep -v "$done_mark" || true
grep -q "$done_mark" "$output"
