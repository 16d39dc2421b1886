#!/usr/bin/env bash
# packaging/release.sh VERSION [PART…]: what users download, in out/release/. Parts: windows, linux, macos, which are the default, and deb alone.
#   srplugin-VERSION-windows-x64.zip            Paint.NET's effect, service, command line, install.cmd
#   srplugin_VERSION_amd64.deb                  service, command line and GIMP plug-in for Debian 12, Ubuntu 22.04 and newer
#   srplugin-VERSION-linux-x64.tar.gz           the same, with install.sh for one user
#   srplugin-VERSION-macos-arm64-untested.tar.gz
#   SHA256SUMS
# Each has THIRD-PARTY-NOTICES and a list of its contents (CycloneDX). The same commit gives the same bytes. packaging/linux/test-deb.sh tries
# the Debian package in fresh systems; ./test.sh --with-wine tries the zip. Takes some 10 minutes and 4 GB.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/packaging/linux/setup.sh"
. "$root/packaging/publish/publish.sh"
version=${1:-}
case $version in
    [0-9]*) shift ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
[ $# -gt 0 ] || set -- windows linux macos
out=$root/out/release
stage=$root/out/release-stage
files=$root/packaging/linux/files
mkdir -p "$out"
rm -rf "$stage" && mkdir -p "$stage"
export SRPLUGIN_VERSION=$version
setup_packages release-packages.txt
setup_dotnet

release_windows() {
    local zip; zip=$("$root/packaging/paintdotnet/package.sh" "$version")
    mv "$zip" "$out/"
}

linux=$stage/srplugin-$version-linux-x64

stage_linux() {
    local folder=$linux
    mkdir -p "$folder"
    publish linux-x64 "$folder/lib" $programs -p:Version="$version" -p:SupportsOlderCxxLibrary=true
    [ -e "$folder/lib/libtorch/libtorch_cpu.so" ] && [ -x "$folder/lib/srplugin-service" ] && [ -x "$folder/lib/srplugin" ]
    publish linux-x64 "$folder/gimp" src/SrPlugin.Gimp -p:NativeRuntime=linux-x64 -p:Version="$version"
    [ -x "$folder/gimp/srplugin-gimp" ]
    # What is not run is not a program. The loader looks at neither.
    find "$folder/lib" -type f ! -name srplugin ! -name srplugin-service -exec chmod a-x {} +
    add_notices "$folder" "$folder/lib"
    "$folder/lib/srplugin" manual "$folder/man"
    cp "$files/srplugin.bash-completion" "$files/srplugin.zsh-completion" "$folder/"
    install -m 755 "$files/install.sh" "$files/uninstall.sh" "$folder/"
    install -m 644 "$root/packaging/gimp/places.sh" "$folder/"
}

release_linux() {
    stage_linux
    pack_tar "$linux" "$out/srplugin-$version-linux-x64.tar.gz"
    pack_deb "$linux" "$out/srplugin_${version}_amd64.deb" -Zxz -z2
}

# For tests: packed in seconds, and half as large again.
release_deb() {
    stage_linux
    pack_deb "$linux" "$out/srplugin_${version}_amd64.deb" -Zgzip -z1
}

# pack_deb FOLDER FILE COMPRESSION…: from the same files as the archive. Best compression would take ten minutes for a few megabytes.
pack_deb() {
    local package=$stage/deb doc=$stage/deb/usr/share/doc/srplugin
    mkdir -p "$package/DEBIAN" "$package/usr/lib" "$package/usr/bin" "$doc" \
        "$package/usr/share/man/man1" "$package/usr/share/bash-completion/completions" "$package/usr/share/zsh/vendor-completions" "$package/usr/share/lintian/overrides"
    cp -rl "$1/lib" "$package/usr/lib/srplugin"
    # One program for GIMP 2.10 and 3, linked from the folders that Debian's and Ubuntu's GIMPs read.
    cp -rl "$1/gimp" "$package/usr/lib/srplugin/gimp"
    local plugins
    for plugins in gimp/2.0 x86_64-linux-gnu/gimp/3.0; do
        plugins=$package/usr/lib/$plugins/plug-ins/srplugin-gimp
        mkdir -p "$plugins"
        ln -rs "$package/usr/lib/srplugin/gimp/srplugin-gimp" "$plugins/srplugin-gimp"
    done
    ln -s ../lib/srplugin/srplugin "$package/usr/bin/srplugin"
    local page
    for page in "$1"/man/*.1; do gzip -9n <"$page" >"$package/usr/share/man/man1/$(basename "$page").gz"; done
    cp "$files/srplugin.bash-completion" "$package/usr/share/bash-completion/completions/srplugin"
    cp "$files/srplugin.zsh-completion" "$package/usr/share/zsh/vendor-completions/_srplugin"
    cp "$files/copyright" "$doc/copyright"
    gzip -9n <"$1/THIRD-PARTY-NOTICES.txt" >"$doc/THIRD-PARTY-NOTICES.txt.gz"
    gzip -9n <"$1/sbom.cdx.json" >"$doc/sbom.cdx.json.gz"
    gzip -9n <"$root/CHANGELOG.md" >"$doc/NEWS.gz"
    { printf 'srplugin (%s) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- SrPlugin <srplugin@localhost>  %s\n' \
        "$version" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"; } | gzip -9n >"$doc/changelog.gz"
    cp "$files/lintian-overrides" "$package/usr/share/lintian/overrides/srplugin"
    settle "$package"
    sed "s/@VERSION@/$version/; s/@SIZE@/$(du -sk --exclude=DEBIAN "$package" | cut -f1)/" "$files/control" >"$package/DEBIAN/control"
    install -m 755 "$files/prerm" "$package/DEBIAN/prerm"
    (cd "$package" && find usr -type f | LC_ALL=C sort | xargs -d '\n' md5sum) >"$package/DEBIAN/md5sums"
    chmod 644 "$package/DEBIAN/control" "$package/DEBIAN/md5sums"
    dpkg-deb --root-owner-group "${@:3}" --build "$package" "$2" >/dev/null
    lintian --fail-on error,warning "$2"
}

release_macos() {
    local folder=$stage/srplugin-$version-macos-arm64-untested
    mkdir -p "$folder"
    publish osx-arm64 "$folder/lib" $programs -p:Version="$version"
    [ -e "$folder/lib/libtorch/libtorch_cpu.dylib" ] && [ -e "$folder/lib/srplugin" ]
    add_notices "$folder" "$folder/lib"
    cp "$files/README.macos.txt" "$folder/README.txt"
    pack_tar "$folder" "$out/srplugin-$version-macos-arm64-untested.tar.gz"
}

for part in "$@"; do
    say "== $part"
    "release_$part"
done
(cd "$out" && find . -maxdepth 1 -type f -name "*$version*" -printf '%f\n' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
rm -rf "$stage"
cat "$out/SHA256SUMS"
