
namespace TorchSharp;

public static partial class torch
{
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    public static Tensor tanh_(Tensor input) => input.tanh_();

    public static Tensor tanh(Tensor input) => input.tanh();
}
