// The C ABI between SystemTorch's C# side and libtorch. Everything here is plain data: a tensor is its
// TensorImpl with one reference owned by the handle's holder, an operator is a resolved schema.
#pragma once

#include <cstdint>

#define ST_API extern "C" __attribute__((visibility("default")))

enum st_tag : int32_t {
    ST_DEFAULT = 0,      // argument: take the schema's default; result: nothing
    ST_NONE = 1,
    ST_TENSOR = 2,       // p: tensor handle
    ST_INT = 3,          // i: also dtype, layout, memory format and whole-number scalars
    ST_DOUBLE = 4,       // d
    ST_BOOL = 5,         // i
    ST_INTS = 6,         // p: int64_t*, n values
    ST_TENSORS = 7,      // p: tensor handles, n of them; a null handle is an absent optional tensor
    ST_STRING = 8,       // p: UTF-8, n bytes
    ST_DEVICE = 9,       // n: device type, i: index (-1 for the current one)
    ST_GENERATOR = 10,   // p: generator handle
    ST_DOUBLES = 11,     // p: double*, n values
    ST_BOOLS = 12,       // p: int64_t*, n values
    ST_UNSUPPORTED = 13  // result of a kind that has no representation here
};

struct st_value {
    int32_t tag;
    int32_t n;
    union {
        int64_t i;
        double d;
        void* p;
    };
};

// What a caller usually asks of a tensor, fetched in one go.
struct st_info {
    int64_t dim;
    int64_t numel;
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int32_t layout;
};
