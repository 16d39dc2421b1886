#!/usr/bin/env bash
# packaging/gimp/measure.sh [RUNS]
# Times a restore of 256×256 pixels in headless GIMP with a warm service, from the start of the plug-in's process to its end, and says what
# of it is not the service's own work. Needs the plug-in and the service to be installed (install.sh).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/places.sh"
. "$here/profile.sh"
plugin_folder=$(gimp_folders | sed -n 's/^2.10 //p')/plug-ins/srplugin-gimp
[ -x "$plugin_folder/srplugin-gimp" ] || { echo "Run packaging/gimp/install.sh first." >&2; exit 1; }
runs=${1:-10}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make_profile "$folder/gimp" "$plugin_folder"
export SRPLUGIN_GIMP_TRACE=$folder/trace
GIMP2_DIRECTORY=$folder/gimp gimp -i -d -f -s -n -b "
(let* ((image (car (gimp-image-new 512 512 RGB))) (layer (car (gimp-layer-new image 512 512 RGB-IMAGE \"layer\" 100 LAYER-MODE-NORMAL))) (i 0))
  (gimp-image-insert-layer image layer 0 0)
  (plug-in-solid-noise RUN-NONINTERACTIVE image layer 0 0 1 9 9 9)
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 128 128 256 256)
  (while (<= i $runs) (srplugin-restore image layer \"photo-restore\") (set! i (+ i 1))))" -b '(gimp-quit 0)' </dev/null >"$folder/log" 2>&1 || true

# The first run starts the service and loads the model: it does not count.
awk -F'\t' '
    $2 == "called" { called = $1 }
    $2 == "read" { read = $1 }
    $2 == "restored" { restored = $1; service = $3 * 1000 }
    $2 == "ended" && run++ > 0 { printf "%d\t%d\t%d\t%d\t%d\t%d\n", $1, service, $1 - service, called, restored - read - service, $1 - restored }' "$folder/trace" |
    sort -n -k3 >"$folder/times"
[ -s "$folder/times" ] || { cat "$folder/log" >&2; exit 1; }
echo "ms: whole	service's work	all else	= process start	pipe	writing (sorted by all else; read and rounding are the rest)"
cat "$folder/times"
awk '{ whole[NR] = $1; rest[NR] = $3 } END { m = int((NR + 1) / 2); printf "median of %d: all else %d ms\n", NR, rest[m] }' "$folder/times"
