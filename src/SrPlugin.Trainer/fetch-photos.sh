#!/bin/sh
# Fetches the photos that the built-in models are trained on, and others that they are judged by, from Debian's packages.
# Nothing of them is kept in the repository. Usage: fetch-photos.sh [FOLDER], by default ~/.cache/srplugin/training/photos.
# Needs apt-get and dpkg, but no root.
set -eu

target=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/srplugin/training/photos}
mkdir -p "$target/packages" "$target/unpacked" "$target/train" "$target/judge"
target=$(cd "$target" && pwd)

fetch() {
    [ -d "$target/unpacked/$1" ] && return
    (cd "$target/packages" && apt-get -q download "$1")
    mkdir -p "$target/unpacked/$1.new"
    dpkg -x "$target/packages/$1"_*.deb "$target/unpacked/$1.new"
    mv "$target/unpacked/$1.new" "$target/unpacked/$1"
}

# To train on: endless-sky-data's landscapes and scenes, as far as its copyright file says public domain or CC-BY (share-alike ones are
# left out by the names it gives), and the photo of libjxl-testdata that was never compressed with loss (BSD).
fetch endless-sky-data
images=$target/unpacked/endless-sky-data/usr/share/games/endless-sky/images
for file in "$images"/land/*.jpg "$images"/scene/*.jpg; do
    name=$(basename "$file")
    case $name in
        bwerner* | myrabella* | dmottl* | mfield* | *-sfiera* | *-striker* | *-harro* | *-iridium* | *-spfld* | lava5* | geoscan*) ;;
        *) cp "$file" "$target/train/$(basename "$(dirname "$file")")-$name" ;;
    esac
done
fetch libjxl-testdata
cp "$target/unpacked/libjxl-testdata/usr/share/libjxl-testdata/jxl/flower/flower.png" "$target/train/"

# To judge by, never to train on: twelve photos of lomiri-wallpapers (CC-BY, CC-BY-SA, CC0; each photographer is in the file's name).
for package in lomiri-wallpapers-16.04 lomiri-wallpapers-20.04; do
    fetch "$package"
done
for name in Bridge_by_Sander_Klootwijk Dragonfly_by_Bolly Picture_0B_by_freespace Picture_1A_by_freespace Wine_by_Jakkub_Mede \
    aitzgorri_by_Aitzol_Berasategi friends_by_Aitzol_Berasategi greentock_by_Peter_Nerlich life_by_Aitzol_Berasategi \
    seeding_by_Clements_Engelhardt Fossa_by_Jasper_Roks Kleiber_by_Lukas_Baubkus; do
    cp "$target"/unpacked/lomiri-wallpapers-*/usr/share/backgrounds/"$name.jpg" "$target/judge/"
done
echo "$(ls "$target/train" | wc -l) photos to train on and $(ls "$target/judge" | wc -l) to judge by are in $target"
