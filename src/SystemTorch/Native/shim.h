// Shared by the shim's sources: handles, errors.
#pragma once

#include "systemtorch.h"

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <exception>
#include <string>

namespace systemtorch {

// A tensor on loan: its own reference, the handle stays valid.
inline at::Tensor Borrow(void* handle)
{
    if (handle == nullptr)
        return at::Tensor();
    auto* impl = static_cast<c10::TensorImpl*>(handle);
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(impl));
}

// Hands the reference over to the handle; an undefined tensor is a null handle.
inline void* Release(at::Tensor&& tensor)
{
    return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

void SetError(const char* message);

// No exception may cross the C boundary: it is kept as the thread's last error.
template <typename F>
bool Guarded(F&& body)
{
    try {
        body();
        return true;
    } catch (const c10::Error& e) {
        SetError(e.what_without_backtrace());
    } catch (const std::exception& e) {
        SetError(e.what());
    } catch (...) {
        SetError("an unknown native exception");
    }
    return false;
}

} // namespace systemtorch
