// Calls any operator of libtorch's dispatcher by its schema.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <cstdlib>
#include <vector>

namespace systemtorch {
namespace {

// std::optional in new versions, c10::optional in old ones.
using OptionalTensor = decltype(std::declval<c10::IValue>().toOptional<at::Tensor>());

enum class Kind : uint8_t { Other, Double, Ints, Tensors, OptionalTensors, Bools, Doubles };

struct Parameter {
    Kind kind;
    bool has_default;
    c10::IValue value;
};

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Parameter> parameters;
};

Kind KindOf(const c10::TypePtr& declared)
{
    c10::TypePtr type = declared;
    if (type->kind() == c10::TypeKind::OptionalType)
        type = type->castRaw<c10::OptionalType>()->getElementType();
    if (type->kind() == c10::TypeKind::FloatType)
        return Kind::Double;
    if (type->kind() != c10::TypeKind::ListType)
        return Kind::Other;
    switch (type->castRaw<c10::ListType>()->getElementType()->kind()) {
        case c10::TypeKind::TensorType: return Kind::Tensors;
        case c10::TypeKind::OptionalType: return Kind::OptionalTensors;
        case c10::TypeKind::BoolType: return Kind::Bools;
        case c10::TypeKind::FloatType: return Kind::Doubles;
        default: return Kind::Ints;
    }
}

c10::IValue ToIValue(const Parameter& parameter, const st_value& v)
{
    switch (v.tag) {
        case ST_DEFAULT:
            TORCH_CHECK(parameter.has_default, "a required argument is missing");
            return parameter.value;
        case ST_NONE:
            return c10::IValue();
        case ST_TENSOR:
            return c10::IValue(Borrow(v.p));
        case ST_INT:
            if (parameter.kind == Kind::Double)
                return c10::IValue(static_cast<double>(v.i));
            if (parameter.kind == Kind::Ints)
                return c10::IValue(c10::List<int64_t>({v.i}));
            return c10::IValue(v.i);
        case ST_DOUBLE:
            if (parameter.kind == Kind::Doubles)
                return c10::IValue(c10::List<double>({v.d}));
            return c10::IValue(v.d);
        case ST_BOOL:
            return c10::IValue(v.i != 0);
        case ST_INTS: {
            const auto* p = static_cast<const int64_t*>(v.p);
            if (parameter.kind == Kind::Bools) {
                c10::List<bool> list;
                for (int32_t k = 0; k < v.n; k++)
                    list.push_back(p[k] != 0);
                return c10::IValue(std::move(list));
            }
            return c10::IValue(c10::ArrayRef<int64_t>(p, static_cast<size_t>(v.n)));
        }
        case ST_BOOLS: {
            const auto* p = static_cast<const int64_t*>(v.p);
            c10::List<bool> list;
            for (int32_t k = 0; k < v.n; k++)
                list.push_back(p[k] != 0);
            return c10::IValue(std::move(list));
        }
        case ST_DOUBLES: {
            const auto* p = static_cast<const double*>(v.p);
            return c10::IValue(c10::ArrayRef<double>(p, static_cast<size_t>(v.n)));
        }
        case ST_TENSORS: {
            void* const* p = static_cast<void* const*>(v.p);
            if (parameter.kind == Kind::OptionalTensors) {
                c10::List<OptionalTensor> list;
                list.reserve(static_cast<size_t>(v.n));
                for (int32_t k = 0; k < v.n; k++)
                    list.push_back(p[k] ? OptionalTensor(Borrow(p[k])) : OptionalTensor());
                return c10::IValue(std::move(list));
            }
            c10::List<at::Tensor> list;
            list.reserve(static_cast<size_t>(v.n));
            for (int32_t k = 0; k < v.n; k++)
                list.push_back(Borrow(p[k]));
            return c10::IValue(std::move(list));
        }
        case ST_STRING:
            return c10::IValue(std::string(static_cast<const char*>(v.p), static_cast<size_t>(v.n)));
        case ST_DEVICE:
            return c10::IValue(c10::Device(static_cast<c10::DeviceType>(v.n), static_cast<c10::DeviceIndex>(v.i)));
        case ST_GENERATOR:
            return c10::IValue(*static_cast<at::Generator*>(v.p));
        default:
            TORCH_CHECK(false, "unknown argument tag ", v.tag);
    }
}

st_value ToValue(c10::IValue&& v)
{
    st_value r;
    r.tag = ST_NONE;
    r.n = 0;
    r.i = 0;
    if (v.isTensor()) {
        r.tag = ST_TENSOR;
        r.p = Release(std::move(v).toTensor());
    } else if (v.isInt()) {
        r.tag = ST_INT;
        r.i = v.toInt();
    } else if (v.isDouble()) {
        r.tag = ST_DOUBLE;
        r.d = v.toDouble();
    } else if (v.isBool()) {
        r.tag = ST_BOOL;
        r.i = v.toBool();
    } else if (v.isTensorList()) {
        std::vector<at::Tensor> list = v.toTensorVector();
        r.tag = ST_TENSORS;
        r.n = static_cast<int32_t>(list.size());
        void** p = static_cast<void**>(std::malloc(sizeof(void*) * (list.size() + 1)));
        for (size_t k = 0; k < list.size(); k++)
            p[k] = Release(std::move(list[k]));
        r.p = p;
    } else if (!v.isNone()) {
        r.tag = ST_UNSUPPORTED;
    }
    return r;
}

} // namespace
} // namespace systemtorch

using namespace systemtorch;

// Resolves a schema once; the handle lives as long as the process. Null with st_last_error when there is none.
ST_API void* st_operator(const char* name, const char* overload)
{
    void* result = nullptr;
    Guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
        auto* op = new Operator{handle, {}};
        for (const auto& argument : handle.schema().arguments()) {
            const auto& value = argument.default_value();
            const bool has_default = value.has_value();
            // A `bool[3]`-like or `int[1]` default may be a scalar in the schema; the dispatcher wants the list.
            op->parameters.push_back({KindOf(argument.type()), has_default, has_default ? *value : c10::IValue()});
        }
        result = op;
    });
    return result;
}

ST_API int32_t st_operator_exists(const char* name, const char* overload)
{
    int32_t found = 0;
    Guarded([&] { found = c10::Dispatcher::singleton().findSchema({name, overload}).has_value() ? 1 : 0; });
    return found;
}

// Runs an operator. Returns the number of results written (at most `capacity`; surplus ones are dropped), or -1
// with st_last_error. Trailing arguments that are not given take the schema's defaults.
ST_API int32_t st_call(void* op_handle, const st_value* arguments, int32_t count, st_value* results, int32_t capacity)
{
    int32_t written = -1;
    Guarded([&] {
        const auto& op = *static_cast<const Operator*>(op_handle);
        const size_t total = op.parameters.size();
        TORCH_CHECK(static_cast<size_t>(count) <= total, "the operator takes ", total, " arguments, ", count, " given");
        torch::jit::Stack stack;
        stack.reserve(total);
        for (size_t k = 0; k < total; k++) {
            static const st_value absent{ST_DEFAULT, 0, {0}};
            stack.push_back(ToIValue(op.parameters[k], k < static_cast<size_t>(count) ? arguments[k] : absent));
        }
        op.handle.callBoxed(&stack);
        int32_t n = 0;
        for (auto& value : stack) {
            if (n == capacity)
                break;
            results[n++] = ToValue(std::move(value));
        }
        written = n;
    });
    return written;
}

// Releases the array of a ST_TENSORS result; the tensors in it stay the caller's.
ST_API void st_free_array(void* p)
{
    std::free(p);
}
