#!/usr/bin/env bash
# tests/SrPlugin.Bench/gpu-check.sh publish     makes out/gpu-check: srplugin-bench with .NET, without libtorch (some 90 MB)
# tests/SrPlugin.Bench/gpu-check.sh run [DIR]   on a machine with a GPU: compares with the authors' results and measures S3Diff at real size, in
#                                               float32 and bfloat16. DIR holds a libtorch with CUDA; default: that of the machine's PyTorch.
# The paper's figure beside it: 0.62 s on an A100, 128x128 to 512x512. TorchSharp 0.107 is built for libtorch 2.10; whether another version
# loads shows in the first lines.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$root/out/gpu-check
case ${1:-} in
    publish)
        rm -rf "$out"
        dotnet publish "$root/tests/SrPlugin.Bench" -c Release -r linux-x64 --self-contained -p:DebugType=none -p:SupportsOlderCxxLibrary=true \
            --artifacts-path "$root/out/build/gpu-check" -o "$out" -v quiet -clp:NoSummary
        # The machine brings these.
        rm -f "$out"/libtorch/libtorch_cpu.so "$out"/libtorch/libc10.so "$out"/libtorch/libtorch.so "$out"/libtorch/libgomp*
        du -sh "$out" ;;
    run)
        SRPLUGIN_LIBTORCH=${2:-$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')}
        export SRPLUGIN_LIBTORCH
        echo "libtorch: $SRPLUGIN_LIBTORCH"
        nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader || true
        export SRPLUGIN_GOLDEN_DIR=${SRPLUGIN_GOLDEN_DIR:-$root/tests/fixtures/golden}
        "$out/srplugin-bench" --check --device cuda --precision fp32 || echo "FAILED: --check in float32"
        for precision in fp32 bf16; do
            "$out/srplugin-bench" --real-size --device cuda --precision "$precision" --runs 5 || echo "FAILED: --real-size in $precision"
        done ;;
    *) sed -n '2,6p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
