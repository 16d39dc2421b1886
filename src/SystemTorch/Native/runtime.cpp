// The process around the tensors: threads, modes, random numbers, devices, version.
#include "shim.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <dlfcn.h>

#include <mutex>

using namespace systemtorch;

namespace {

// BLAS libraries with a thread pool of their own. Only those present in the process answer.
void SetBlasThreads(int count)
{
    for (const char* name : {"openblas_set_num_threads", "openblas_set_num_threads64_", "bli_thread_set_num_threads"}) {
        if (void* f = dlsym(RTLD_DEFAULT, name))
            reinterpret_cast<void (*)(int)>(f)(count);
    }
}

} // namespace

ST_API const char* st_version() { return TORCH_VERSION; }

ST_API int32_t st_get_num_threads() { return at::get_num_threads(); }

ST_API int32_t st_set_num_threads(int32_t count)
{
    return Guarded([&] {
        at::set_num_threads(count);
        SetBlasThreads(count);
    });
}

ST_API int32_t st_get_num_interop_threads() { return at::get_num_interop_threads(); }

ST_API int32_t st_set_num_interop_threads(int32_t count)
{
    return Guarded([&] { at::set_num_interop_threads(count); });
}

// 1 when the BLAS behind libtorch is a tuned one, 0 when it is the slow reference implementation.
ST_API int32_t st_has_tuned_blas()
{
    if (at::hasMKL())
        return 1;
    // A libtorch with its BLAS linked in shows no symbols, but says which one it is. Debian's, which loads the system's, says nothing.
    const std::string config = at::show_config();
    const auto place = config.find("BLAS_INFO=");
    if (place != std::string::npos && config.compare(place + 10, 7, "generic") != 0)
        return 1;
    for (const char* name : {"openblas_get_config", "openblas_get_config64_", "bli_info_get_version_str", "MKL_Get_Version",
                             "ATL_buildinfo"}) {
        if (dlsym(RTLD_DEFAULT, name))
            return 1;
    }
    return 0;
}

ST_API int32_t st_grad_enabled() { return at::GradMode::is_enabled() ? 1 : 0; }
ST_API void st_set_grad_enabled(int32_t value) { at::GradMode::set_enabled(value != 0); }
ST_API int32_t st_inference_enabled() { return c10::InferenceMode::is_enabled() ? 1 : 0; }
ST_API void* st_inference_enter(int32_t value) { return new c10::InferenceMode(value != 0); }
ST_API void st_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

ST_API void* st_generator_new(uint64_t seed, int32_t device_type, int32_t device_index)
{
    void* result = nullptr;
    Guarded([&] {
        const c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
        at::Generator generator;
        if (device.is_cpu()) {
            generator = at::make_generator<at::CPUGeneratorImpl>(seed);
        } else {
            // A fresh generator of an accelerator: a copy of its default one, reseeded.
            generator = at::globalContext().defaultGenerator(device).clone();
            generator.set_current_seed(seed);
        }
        result = new at::Generator(generator);
    });
    return result;
}

ST_API void* st_generator_default(int32_t device_type, int32_t device_index)
{
    void* result = nullptr;
    Guarded([&] {
        const c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
        result = new at::Generator(at::globalContext().defaultGenerator(device));
    });
    return result;
}

ST_API void st_generator_free(void* generator) { delete static_cast<at::Generator*>(generator); }

ST_API int32_t st_generator_set_seed(void* generator, uint64_t seed)
{
    return Guarded([&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_current_seed(seed);
    });
}

ST_API uint64_t st_generator_seed(void* generator)
{
    uint64_t result = 0;
    Guarded([&] { result = static_cast<at::Generator*>(generator)->current_seed(); });
    return result;
}

// A seed taken from the system's entropy.
ST_API uint64_t st_generator_reseed(void* generator)
{
    uint64_t result = 0;
    Guarded([&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        result = g.seed();
    });
    return result;
}

ST_API void* st_generator_get_state(void* generator)
{
    void* result = nullptr;
    Guarded([&] { result = Release(static_cast<at::Generator*>(generator)->get_state()); });
    return result;
}

ST_API int32_t st_generator_set_state(void* generator, void* state)
{
    return Guarded([&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_state(Borrow(state));
    });
}

ST_API int32_t st_manual_seed(uint64_t seed)
{
    return Guarded([&] { at::manual_seed(seed); });
}

ST_API int32_t st_cuda_count()
{
    int32_t result = 0;
    Guarded([&] { result = torch::cuda::is_available() ? static_cast<int32_t>(torch::cuda::device_count()) : 0; });
    return result;
}

ST_API int32_t st_cuda_synchronize(int32_t device_index)
{
    return Guarded([&] { torch::cuda::synchronize(device_index); });
}

ST_API int32_t st_cuda_manual_seed(uint64_t seed)
{
    return Guarded([&] { torch::cuda::manual_seed_all(seed); });
}
