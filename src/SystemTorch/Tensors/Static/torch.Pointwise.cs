
namespace TorchSharp;

public static partial class torch
{
    public static Tensor abs_(Tensor input) => input.abs_();

    public static Tensor absolute(Tensor input) => input.absolute();

    public static Tensor abs(Tensor input) => input.abs();

    public static Tensor acos(Tensor input) => input.acos();

    public static Tensor asin(Tensor input) => input.asin();

    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);

    public static Tensor atan2_(Tensor input, Tensor other) => input.atan2_(other);

    public static Tensor atan_(Tensor input) => input.atan_();

    public static Tensor atan(Tensor input) => input.atan();

    public static Tensor ceil_(Tensor input) => input.ceil_();

    public static Tensor ceil(Tensor input) => input.ceil();

    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    public static Tensor cos_(Tensor input) => input.cos_();

    public static Tensor cos(Tensor input) => input.cos();

    public static Tensor divide_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.divide_(right, rounding_mode);

    public static Tensor divide(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.divide(right, rounding_mode);

    public static Tensor divide(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.divide(right, rounding_mode);

    public static Tensor equal(Tensor tensor, Tensor target) => tensor.equal(target);

    public static Tensor erf_(Tensor input) => input.erf_();

    public static Tensor erf(Tensor input) => input.erf();

    public static Tensor erfinv_(Tensor input) => input.erfinv_();

    public static Tensor erfinv(Tensor input) => input.erfinv();

    public static Tensor exp_(Tensor input) => input.exp_();

    public static Tensor expm1(Tensor input) => input.expm1();

    public static Tensor exp(Tensor input) => input.exp();

    public static Tensor floor_(Tensor input) => input.floor_();

    public static Tensor floor(Tensor input) => input.floor();

    public static Tensor log10(Tensor input) => input.log10();

    public static Tensor log10_(Tensor input) => input.log10_();

    public static Tensor log1p_(Tensor input) => input.log1p_();

    public static Tensor log1p(Tensor input) => input.log1p();

    public static Tensor log2(Tensor input) => input.log2();

    public static Tensor log2_(Tensor input) => input.log2_();

    public static Tensor log_(Tensor input) => input.log_();

    public static Tensor log(Tensor input) => input.log();

    public static Tensor logit(Tensor input, double? eps = null) => input.logit(eps);

    public static Tensor nan_to_num_(Tensor input, double nan = 0d, double? posinf = null, double? neginf = null) => input.nan_to_num_(nan, posinf, neginf);

    public static Tensor nan_to_num(Tensor input, double nan = 0d, double? posinf = null, double? neginf = null) => input.nan_to_num(nan, posinf, neginf);

    public static Tensor neg_(Tensor input) => input.neg_();

    public static Tensor negative(Tensor input) => input.negative();

    public static Tensor neg(Tensor input) => input.neg();

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => input.rand_like(dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => input.randn_like(dtype, device, requires_grad);

    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    public static Tensor round_(Tensor input, long decimals = 0) => input.round_(decimals);

    public static Tensor round(Tensor input, long decimals = 0) => input.round(decimals);

    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    public static Tensor sign_(Tensor input) => input.sign_();

    public static Tensor sign(Tensor input) => input.sign();

    public static Tensor sin_(Tensor input) => input.sin_();

    public static Tensor sin(Tensor input) => input.sin();

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    public static Tensor sqrt_(Tensor input) => input.sqrt_();

    public static Tensor sqrt(Tensor input) => input.sqrt();

    public static Tensor square(Tensor input) => input.square();

    public static Tensor tan(Tensor input) => input.tan();

    public static Tensor[] tensor_split(Tensor input, long indices_or_sections, long dim = 0) => input.tensor_split(indices_or_sections, dim);

    public static Tensor trunc_(Tensor input) => input.trunc_();

    public static Tensor trunc(Tensor input) => input.trunc();

    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);
}
