using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.UNet;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tests;

/// <summary>Copies of what named modules of a network return.</summary>
internal sealed class Taps : IDisposable
{
    private readonly Dictionary<string, Tensor> _captured = new(StringComparer.Ordinal);

    /// <param name="network">The network.</param>
    /// <param name="names">From tap to the module's name in the network.</param>
    public Taps(Module network, IReadOnlyDictionary<string, string> names)
    {
        var modules = network.named_modules().ToDictionary(child => child.name, child => child.module, StringComparer.Ordinal);
        foreach (var (tap, name) in names)
            Attach(modules[name], tap);
    }

    public Tensor this[string tap] => _captured[tap];

    public void Dispose()
    {
        foreach (var tensor in _captured.Values)
            tensor.Dispose();
    }

    private void Attach(Module module, string tap)
    {
        switch (module)
        {
            case Module<Tensor, Tensor> one:
                one.register_forward_hook((_, _, result) => Capture(tap, result));
                break;
            case Module<Tensor, Tensor, Tensor> two:
                two.register_forward_hook((_, _, _, result) => Capture(tap, result));
                break;
            case Module<Tensor, Tensor, Tensor, Tensor> three:
                three.register_forward_hook((_, _, _, _, result) => Capture(tap, result));
                break;
            case Module<Tensor, Tensor, AttentionContext, Tensor> middle:
                middle.register_forward_hook((_, _, _, _, result) => Capture(tap, result));
                break;
            case Module<Tensor, VaeTiling?, Tensor> tiled:
                tiled.register_forward_hook((_, _, _, result) => Capture(tap, result));
                break;
            case Module<Tensor, Tensor, AttentionContext, IReadOnlyList<Tensor>> down:
                down.register_forward_hook((_, _, _, _, results) =>
                {
                    Capture(tap, results[^1]);
                    return results;
                });
                break;
            case Module<Tensor, Stack<Tensor>, Tensor, AttentionContext, Tensor> up:
                up.register_forward_hook((_, _, _, _, _, result) => Capture(tap, result));
                break;
            default:
                throw new NotSupportedException($"No tap for {module.GetType()}.");
        }
    }

    // Cloned, because the network goes on to overwrite or release it.
    private Tensor Capture(string tap, Tensor result)
    {
        _captured[tap] = result.detach().clone().DetachFromDisposeScope();
        return result;
    }
}
