using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 0.001d, double beta1 = 0.9d, double beta2 = 0.999d, double eps = 1E-08d, double weight_decay = 0d, bool amsgrad = false, bool maximize = false) =>
            new([new AdamW.ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public static AdamW AdamW(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001d, double beta1 = 0.9d, double beta2 = 0.999d, double eps = 1E-08d, double weight_decay = 0d, bool amsgrad = false, bool maximize = false) =>
            AdamW(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public static AdamW AdamW(IEnumerable<AdamW.ParamGroup> parameters, double lr = 0.001d, double beta1 = 0.9d, double beta2 = 0.999d, double eps = 1E-08d, double weight_decay = 0d, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 0.001d, double beta1 = 0.9d, double beta2 = 0.999d, double eps = 1E-08d, double weight_decay = 0d, bool amsgrad = false, bool maximize = false) =>
            new([new Adam.ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public static Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001d, double beta1 = 0.9d, double beta2 = 0.999d, double eps = 1E-08d, double weight_decay = 0d, bool amsgrad = false, bool maximize = false) =>
            Adam(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 0.001d, double beta1 = 0.9d, double beta2 = 0.999d, double eps = 1E-08d, double weight_decay = 0d, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0d, double dampening = 0d, double weight_decay = 0d, bool nesterov = false, bool maximize = false) =>
            new([new SGD.ParamGroup { Parameters = parameters }], learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0d, double dampening = 0d, double weight_decay = 0d, bool nesterov = false, bool maximize = false) =>
            SGD(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0d, double dampening = 0d, double weight_decay = 0d, bool nesterov = false, bool maximize = false) =>
            new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
    }
}
