// Settings of the process that make libtorch quick on a CPU. Measured in docs/performance.md.
#include "systemtorch.h"

#include <cstdlib>
#include <initializer_list>

#ifdef __linux__
#include <malloc.h>
#endif

void st_install_allocator();

namespace {

// libtorch 1.13 has AVX-512 kernels for exp, SiLU, GELU and softmax but does not choose them by itself; newer versions do.
void PreferWideVectors()
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl"))
        setenv("ATEN_CPU_CAPABILITY", "avx512", 0);
#endif
}

// What the kernels of libtorch and oneDNN need while they run (a convolution copies its map into another layout) is far above glibc's
// threshold: it is mapped at every call and unmapped after it, and each of its pages is faulted in and zeroed anew, which costs as much
// time as the arithmetic of a normalisation. Kept on the heap, memory is reused. Tensors have an allocator of their own.
void KeepFreedMemory()
{
#ifdef __GLIBC__
    // Whoever tunes glibc from outside knows better.
    for (const char* name : {"MALLOC_MMAP_MAX_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"}) {
        if (getenv(name))
            return;
    }
    constexpr int Reserve = 640 << 20;
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, Reserve);
    mallopt(M_TOP_PAD, 64 << 20);
    // Worker threads allocate from the same heap; arenas of their own cannot hold a feature map anyway.
    mallopt(M_ARENA_MAX, 1);
#endif
}

} // namespace

ST_API void st_tune_process()
{
    PreferWideVectors();
    KeepFreedMemory();
    st_install_allocator();
}
