using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Prompts;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.AddSr;

/// <summary>Builds an <see cref="AddSrPipeline"/> from a model's parts.</summary>
public static class AddSrPipelineLoader
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
    public static AddSrPipeline Load(
        ModelFolder folder, ComputeDevice device, ComputePrecision precision, CancellationToken cancellationToken) =>
        Load(AddSrModelFiles.Open(folder), device, precision, cancellationToken);

    /// <summary>Loads a model. Not inside a dispose scope: the networks would die with it.</summary>
    /// <param name="parts">The model. Its sources are closed at the end.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In which number format.</param>
    /// <param name="cancellationToken">Stops between two networks.</param>
    /// <exception cref="Errors.DeviceUnavailableException">The device is not there, or cannot compute in this precision.</exception>
    /// <exception cref="NotSupportedException">A configuration that is not implemented.</exception>
    public static AddSrPipeline Load(
        AddSrModelParts parts, ComputeDevice device, ComputePrecision precision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var owned = new Stack<IDisposable>();
        try
        {
            var choice = DeviceChoice.Resolve(device, precision);

            // Every picture has other tags and so another prompt: the text encoder stays.
            var prompts = new PromptEncoder(parts.Tokenizer, () => LoadTextEncoder(parts, choice), keepTextEncoder: true);
            owned.Push(prompts);
            var vae = Fill(
                new AutoencoderKL(parts.VaeConfig, choice.Device, choice.VaeType), new MappedWeights(parts.Vae, AutoencoderKL.MapKey));
            var unet = Fill(new UNet2DConditionModel(parts.UNetConfig, choice.Device, choice.UNetType), parts.UNet);
            var controlNet = Fill(new ControlNetModel(parts.ControlNetConfig, choice.Device, choice.UNetType), parts.ControlNet);
            var tagger = new RAM(parts.TaggerConfig, choice.Device, ScalarType.Float32);
            owned.Push(tagger);
            tagger.Load(parts.Tagger, parts.Dape);
            tagger.eval();
            return new AddSrPipeline(new AddSrNetworks(
                choice, vae, unet, controlNet, new ImageTagger(tagger, parts.Vocabulary), tagger, prompts,
                new OneStepScheduler(parts.Scheduler), owned));
        }
        catch
        {
            while (owned.TryPop(out var item))
                item.Dispose();
            throw;
        }
        finally
        {
            foreach (var source in new[] { parts.Vae, parts.UNet, parts.ControlNet, parts.Tagger, parts.Dape })
                source?.Dispose();
        }

        T Fill<T>(T network, WeightsSource weights)
            where T : nn.Module
        {
            owned.Push(network);
            StrictLoader.Load(network, weights);
            network.eval();
            cancellationToken.ThrowIfCancellationRequested();
            return network;
        }
    }

    private static Networks.Clip.CLIPTextModel LoadTextEncoder(AddSrModelParts parts, DeviceChoice choice)
    {
        using var weights = parts.OpenTextEncoder();
        return TextEncoderLoading.Load(parts.TextEncoderConfig, weights, choice.Device);
    }
}
