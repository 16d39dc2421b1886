using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Prompts;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using static TorchSharp.torch;

namespace SrPlugin.Inference.S3Diff;

/// <summary>Builds an <see cref="S3DiffPipeline"/> from a model's parts.</summary>
public static class S3DiffPipelineLoader
{
    /// <summary>Loads a model from its files. Not inside a dispose scope: the networks would die with it.</summary>
    /// <param name="folder">A folder with a manifest, or one with the official files.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In which number format.</param>
    /// <param name="cancellationToken">Stops between two networks.</param>
    /// <exception cref="InvalidModelException">Parts are missing.</exception>
    /// <exception cref="WeightsFormatException">A weights file is damaged, or refused as unsafe.</exception>
    /// <exception cref="WeightsMismatchException">Weights do not fit their network.</exception>
    /// <exception cref="Errors.DeviceUnavailableException">The device is not there, or cannot compute in this precision.</exception>
    /// <exception cref="NotSupportedException">A configuration that is not implemented.</exception>
    public static S3DiffPipeline Load(
        ModelFolder folder, ComputeDevice device, ComputePrecision precision, CancellationToken cancellationToken) =>
        Load(S3DiffModelFiles.Open(folder), device, precision, cancellationToken);

    /// <summary>Loads a model. Not inside a dispose scope: the networks would die with it.</summary>
    /// <param name="parts">The model. Its sources are owned by the result, or closed when loading fails.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In which number format.</param>
    /// <param name="cancellationToken">Stops between two networks.</param>
    /// <exception cref="Errors.DeviceUnavailableException">The device is not there, or cannot compute in this precision.</exception>
    /// <exception cref="NotSupportedException">A configuration that is not implemented.</exception>
    public static S3DiffPipeline Load(
        S3DiffModelParts parts, ComputeDevice device, ComputePrecision precision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var owned = new Stack<IDisposable>([parts.Vae, parts.UNet, parts.Adapter]);
        if (parts.Estimator is not null)
            owned.Push(parts.Estimator);
        try
        {
            var choice = DeviceChoice.Resolve(device, precision);

            // The likely prompts are embedded before the UNet is there, so that text encoder and UNet need not share the memory.
            var prompts = parts is { Tokenizer: { } tokenizer, TextEncoderConfig: { } textConfig, OpenTextEncoder: { } openText }
                ? new PromptEncoder(tokenizer, () => LoadTextEncoder(textConfig, openText, choice))
                : PromptEncoder.WithoutText();
            owned.Push(prompts);
            prompts.Prepare(parts.Prompts, null, cancellationToken);

            var vae = new AutoencoderKL(parts.VaeConfig, choice.Device, choice.VaeType);
            owned.Push(vae);
            var vaeWeights = new MappedWeights(parts.Vae, AutoencoderKL.MapKey);
            StrictLoader.Load(vae, vaeWeights);
            vae.eval();
            cancellationToken.ThrowIfCancellationRequested();

            var unet = new UNet2DConditionModel(parts.UNetConfig, choice.Device, choice.UNetType);
            owned.Push(unet);
            StrictLoader.Load(unet, parts.UNet);
            unet.eval();
            cancellationToken.ThrowIfCancellationRequested();

            var adapter = S3DiffAdapter.Load(parts.Adapter, vae, vaeWeights, unet, parts.UNet);
            owned.Push(adapter);
            var estimator = LoadEstimator(parts, choice, owned);
            parts.Adapter.Dispose();
            parts.Estimator?.Dispose();
            var networks = new S3DiffNetworks(choice, vae, unet, adapter, estimator, prompts, new OneStepScheduler(parts.Scheduler), owned);
            return new S3DiffPipeline(networks, parts.WorkingScale);
        }
        catch
        {
            while (owned.TryPop(out var item))
                item.Dispose();
            throw;
        }
    }

    private static CLIPTextModel LoadTextEncoder(CLIPTextConfig config, Func<WeightsSource> open, DeviceChoice choice)
    {
        using var weights = open();
        return TextEncoderLoading.Load(config, weights, choice.Device);
    }

    private static DEResNet? LoadEstimator(S3DiffModelParts parts, DeviceChoice choice, Stack<IDisposable> owned)
    {
        if (parts.Estimator is null)
            return null;
        var network = new DEResNet(parts.EstimatorConfig, choice.Device, ScalarType.Float32);
        owned.Push(network);
        StrictLoader.Load(network, parts.Estimator);
        network.eval();
        return network;
    }
}
