// Tensor handles: metadata, memory, autograd's bookkeeping.
#include "shim.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <cstring>

namespace systemtorch {
namespace {
thread_local std::string last_error;

c10::TensorImpl* Impl(void* handle) { return static_cast<c10::TensorImpl*>(handle); }
} // namespace

void SetError(const char* message) { last_error = message ? message : "an unnamed native error"; }
} // namespace systemtorch

using namespace systemtorch;

ST_API const char* st_last_error() { return last_error.c_str(); }

ST_API void st_release(void* handle)
{
    if (handle != nullptr)
        Guarded([&] { c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(Impl(handle)); });
}

// A second handle on the same tensor (not an alias: the same TensorImpl).
ST_API void* st_share(void* handle) { return Release(Borrow(handle)); }

ST_API int32_t st_info_of(void* handle, st_info* info)
{
    return Guarded([&] {
        const auto t = Borrow(handle);
        info->dim = t.dim();
        info->numel = t.numel();
        info->dtype = static_cast<int32_t>(t.scalar_type());
        info->device_type = static_cast<int32_t>(t.device().type());
        info->device_index = t.device().index();
        info->layout = static_cast<int32_t>(t.layout());
    });
}

// Both write up to `capacity` values and return the number of dimensions, or -1.
ST_API int32_t st_sizes(void* handle, int64_t* sizes, int32_t capacity)
{
    int32_t dim = -1;
    Guarded([&] {
        const auto t = Borrow(handle);
        const auto s = t.sizes();
        dim = static_cast<int32_t>(s.size());
        std::memcpy(sizes, s.data(), std::min(s.size(), static_cast<size_t>(capacity)) * sizeof(int64_t));
    });
    return dim;
}

ST_API int32_t st_strides(void* handle, int64_t* strides, int32_t capacity)
{
    int32_t dim = -1;
    Guarded([&] {
        const auto t = Borrow(handle);
        const auto s = t.strides();
        dim = static_cast<int32_t>(s.size());
        std::memcpy(strides, s.data(), std::min(s.size(), static_cast<size_t>(capacity)) * sizeof(int64_t));
    });
    return dim;
}

ST_API int64_t st_storage_offset(void* handle)
{
    int64_t offset = 0;
    Guarded([&] { offset = Borrow(handle).storage_offset(); });
    return offset;
}

ST_API int32_t st_is_contiguous(void* handle)
{
    int32_t result = 0;
    Guarded([&] { result = Borrow(handle).is_contiguous() ? 1 : 0; });
    return result;
}

ST_API void* st_data(void* handle)
{
    void* result = nullptr;
    Guarded([&] { result = Borrow(handle).data_ptr(); });
    return result;
}

// Bit 0 requires_grad, bit 1 leaf, bit 2 inference tensor, bit 3 has a gradient.
ST_API int32_t st_autograd_flags(void* handle)
{
    int32_t flags = 0;
    Guarded([&] {
        const auto t = Borrow(handle);
        flags = (t.requires_grad() ? 1 : 0) | (t.is_leaf() ? 2 : 0) | (t.is_inference() ? 4 : 0) | ((t.is_leaf() || t.retains_grad()) && t.grad().defined() ? 8 : 0);
    });
    return flags;
}

ST_API int32_t st_set_requires_grad(void* handle, int32_t value)
{
    return Guarded([&] { Borrow(handle).set_requires_grad(value != 0); });
}

ST_API void* st_grad(void* handle)
{
    void* result = nullptr;
    Guarded([&] {
        at::Tensor grad = Borrow(handle).grad();
        result = Release(std::move(grad));
    });
    return result;
}

ST_API int32_t st_set_grad(void* handle, void* grad)
{
    return Guarded([&] {
        const auto t = Borrow(handle);
        const auto g = Borrow(grad);
        TORCH_CHECK(!g.defined() || g.sizes() == t.sizes(), "the gradient's shape ", g.defined() ? g.sizes() : t.sizes(),
                    " is not the tensor's ", t.sizes());
        t.mutable_grad() = g;
    });
}

ST_API int32_t st_retain_grad(void* handle)
{
    return Guarded([&] { Borrow(handle).retain_grad(); });
}

// Makes `handle` share the data of `source` from now on (its identity, gradient and flags stay).
ST_API int32_t st_set_data(void* handle, void* source)
{
    return Guarded([&] { Borrow(handle).set_data(Borrow(source)); });
}

ST_API int32_t st_backward(void* const* roots, void* const* gradients, int32_t count, int32_t retain_graph,
                           int32_t create_graph, void* const* inputs, int32_t input_count)
{
    return Guarded([&] {
        torch::autograd::variable_list tensors, grads, leaves;
        for (int32_t k = 0; k < count; k++) {
            tensors.push_back(Borrow(roots[k]));
            if (gradients != nullptr)
                grads.push_back(Borrow(gradients[k]));
        }
        for (int32_t k = 0; k < input_count; k++)
            leaves.push_back(Borrow(inputs[k]));
        torch::autograd::backward(tensors, grads, retain_graph != 0, create_graph != 0, leaves);
    });
}

ST_API int32_t st_gradients(void* const* outputs, void* const* gradients, int32_t count, void* const* inputs,
                            int32_t input_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused,
                            void** results)
{
    return Guarded([&] {
        torch::autograd::variable_list tensors, grads, leaves;
        for (int32_t k = 0; k < count; k++) {
            tensors.push_back(Borrow(outputs[k]));
            if (gradients != nullptr)
                grads.push_back(Borrow(gradients[k]));
        }
        for (int32_t k = 0; k < input_count; k++)
            leaves.push_back(Borrow(inputs[k]));
        auto found = torch::autograd::grad(tensors, leaves, grads, retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (int32_t k = 0; k < input_count; k++)
            results[k] = Release(std::move(found[static_cast<size_t>(k)]));
    });
}
