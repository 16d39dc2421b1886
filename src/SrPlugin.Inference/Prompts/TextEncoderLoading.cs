using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Loading;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Prompts;

/// <summary>Brings a text encoder up.</summary>
internal static class TextEncoderLoading
{
    /// <summary>A loaded text encoder in float32; the caller's.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="weights">Its weights; borrowed.</param>
    /// <param name="device">Where it lies.</param>
    public static CLIPTextModel Load(CLIPTextConfig config, WeightsSource weights, Device device)
    {
        var network = new CLIPTextModel(config, device, ScalarType.Float32);
        try
        {
            StrictLoader.Load(network, weights);
            network.eval();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
