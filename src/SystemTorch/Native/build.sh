#!/bin/sh
# Compiles the shim: build.sh OUTPUT_FOLDER [LIBTORCH_ROOT]
# LIBTORCH_ROOT is a folder with include/ and lib/ (an unpacked libtorch, or a Python package's torch folder);
# without it the compiler's own search path must hold libtorch (on Debian: libtorch-dev).
set -eu
out=${1%/}
root=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
cxx=${CXX:-g++}
mkdir -p "$out"

flags="-O2 -fPIC -std=c++17 -fvisibility=hidden -Wall -Wno-unused-parameter"
libs="-ltorch -ltorch_cpu -lc10"
if [ -n "$root" ]; then
    [ -f "$root/include/ATen/ATen.h" ] || { echo "build.sh: error: no libtorch headers under $root/include" >&2; exit 1; }
    flags="$flags -isystem $root/include -isystem $root/include/torch/csrc/api/include"
    search="-L$root/lib -Wl,-rpath,$root/lib"
    # The library's own C++ ABI decides ours: builds before 2.6 came with the old std::string.
    if command -v nm >/dev/null 2>&1 && ! nm -DC "$root/lib/libc10.so" 2>/dev/null | grep -q 'std::__cxx11::basic_string'; then
        flags="$flags -D_GLIBCXX_USE_CXX11_ABI=0"
    fi
    # An accelerator registers its kernels when its library is loaded: link it although nothing names it.
    for extra in torch_cuda c10_cuda torch_hip c10_hip; do
        [ -f "$root/lib/lib$extra.so" ] && libs="$libs -l$extra"
    done
    # libtorch 2.12 and later ask for C++20.
    if grep -qs 'C++20 or later' "$root/include/ATen/ATen.h" "$root/include/torch/csrc/api/include/torch/all.h"; then
        flags=$(echo "$flags" | sed 's/-std=c++17/-std=c++20/')
    fi
else
    include=""
    for candidate in /usr/include/torch/csrc/api/include /usr/local/include/torch/csrc/api/include; do
        [ -d "$candidate" ] && include="-isystem $candidate"
    done
    echo '#include <ATen/ATen.h>' | "$cxx" -std=c++17 -E -x c++ - >/dev/null 2>&1 ||
        { echo "build.sh: error: libtorch's headers were not found; install libtorch-dev, or name a libtorch with -p:LibTorchRoot=FOLDER" >&2; exit 1; }
    flags="$flags $include"
    search=""
fi

# Sources side by side: they are few and heavy on headers.
pids=""
for source in operators tensors runtime tuning allocator; do
    "$cxx" $flags -c "$here/$source.cpp" -o "$out/$source.o" &
    pids="$pids $!"
done
for pid in $pids; do
    wait "$pid"
done
"$cxx" -shared -o "$out/libsystemtorch.so.new" "$out/operators.o" "$out/tensors.o" "$out/runtime.o" "$out/tuning.o" "$out/allocator.o" \
    $search -Wl,--no-as-needed $libs -Wl,--as-needed -ldl -Wl,-rpath,'$ORIGIN'
mv -f "$out/libsystemtorch.so.new" "$out/libsystemtorch.so"
