using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Lora;

/// <summary>
/// The degradation-guided adapters of S3Diff over a VAE's encoder and a UNet. It either runs beside the layers, with scores per
/// picture and gradients (<see cref="SetDegradation"/>), or is folded into their weights for one pair of scores (<see cref="Fold"/>).
/// The networks and weight sources are borrowed and must outlive it.
/// </summary>
public sealed class S3DiffAdapter : IDisposable
{
    /// <summary>peft's lora_alpha, which the checkpoint does not hold: the scaling of an adapter is this over its rank.</summary>
    public const double LoraAlpha = 8;

    private readonly UNet2DConditionModel _unet;
    private readonly AdapterParameters _parameters;
    private readonly DegradationEmbedding _vaeEmbedding;
    private readonly DegradationEmbedding _unetEmbedding;
    private readonly List<(string Name, LoraAdapter Adapter)> _vaeAdapters;
    private readonly List<(string Name, LoraAdapter Adapter)> _unetAdapters;
    private readonly BaseWeights _vaeWeights;
    private readonly BaseWeights _unetWeights;
    private readonly List<Tensor> _modulations = [];
    private bool _holdsBaseWeights = true;

    private S3DiffAdapter(
        AdapterLayout layout, S3DiffAdapterConfig config, WeightsSource? vaeWeights, UNet2DConditionModel unet, WeightsSource? unetWeights)
    {
        _unet = unet;
        Config = config;
        _vaeWeights = new BaseWeights(vaeWeights);
        _unetWeights = new BaseWeights(unetWeights);
        _parameters = new AdapterParameters(layout.Shapes(config), unet.get_parameter("conv_in.weight")!.device);
        _vaeAdapters = Attach(layout.Vae, LoraAlpha / config.VaeLoraRank);
        _unetAdapters = Attach(layout.UNet, LoraAlpha / config.UNetLoraRank);
        _vaeEmbedding = Embedding("vae");
        _unetEmbedding = Embedding("unet");
    }

    /// <summary>The sizes of the adapter.</summary>
    public S3DiffAdapterConfig Config { get; }

    /// <summary>The scores folded into the weights now, or null.</summary>
    public (float Blur, float Noise)? FoldedScores { get; private set; }

    /// <summary>What a training run optimises beside the networks' own parameters (which include the first convolution).</summary>
    public IEnumerable<Parameter> Parameters =>
        _parameters.All.Where(pair => pair.Key != AdapterParameters.Frequencies).Select(pair => pair.Value);

    /// <summary>
    /// Every tensor under its name in the published checkpoint ('/' between the nested dictionaries), to be saved; borrowed.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedTensors =>
        ConvIn.Concat(_parameters.All.Select(pair => (pair.Key, (Tensor)pair.Value)));

    private IEnumerable<(string Name, Tensor Tensor)> ConvIn =>
    [
        (AdapterLayout.UNetConvInWeight, _unet.get_parameter("conv_in.weight")!),
        (AdapterLayout.UNetConvInBias, _unet.get_parameter("conv_in.bias")!),
    ];

    /// <summary>Loads a checkpoint and attaches it; the UNet's first convolution is replaced by the checkpoint's.</summary>
    /// <param name="checkpoint">The official s3diff.pkl, or safetensors with the same names.</param>
    /// <param name="vae">The VAE, loaded.</param>
    /// <param name="vaeWeights">What it was loaded from, under the network's own names, kept open; null when never folded twice.</param>
    /// <param name="unet">The UNet, loaded.</param>
    /// <param name="unetWeights">What it was loaded from, kept open; null when never folded twice.</param>
    /// <exception cref="WeightsMismatchException">The checkpoint does not fit the networks; nothing is attached.</exception>
    public static S3DiffAdapter Load(
        WeightsSource checkpoint, AutoencoderKL vae, WeightsSource? vaeWeights, UNet2DConditionModel unet, WeightsSource? unetWeights)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(vae);
        ArgumentNullException.ThrowIfNull(unet);
        var layout = new AdapterLayout(vae, unet);
        var config = layout.Infer(checkpoint);
        StrictKeys.Check(checkpoint, CheckpointShapes(layout, config, unet), nameof(S3DiffAdapter));

        var adapter = new S3DiffAdapter(layout, config, vaeWeights, unet, unetWeights);
        adapter._parameters.Read(checkpoint);
        foreach (var (name, tensor) in adapter.ConvIn)
            WeightsReader.ReadInto(checkpoint, name, tensor);
        return adapter;
    }

    /// <summary>Name and shape of every tensor of a checkpoint for these networks.</summary>
    /// <param name="config">The adapter's sizes.</param>
    /// <param name="vae">The VAE; only its shapes are looked at.</param>
    /// <param name="unet">The UNet; only its shapes are looked at.</param>
    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<long>>> CheckpointShapes(
        S3DiffAdapterConfig config, AutoencoderKL vae, UNet2DConditionModel unet)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vae);
        ArgumentNullException.ThrowIfNull(unet);
        return [.. CheckpointShapes(new AdapterLayout(vae, unet), config, unet)];
    }

    /// <summary>Attaches a new adapter, with starting values for training; it changes nothing until trained.</summary>
    public static S3DiffAdapter Create(
        S3DiffAdapterConfig config, AutoencoderKL vae, UNet2DConditionModel unet, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vae);
        ArgumentNullException.ThrowIfNull(unet);
        var adapter = new S3DiffAdapter(new AdapterLayout(vae, unet), config, null, unet, null);
        adapter._parameters.Initialize(generator);
        return adapter;
    }

    /// <summary>
    /// Runs beside the layers from now on, for these scores; base weights are put back if other scores were folded in. Gradients reach
    /// <see cref="Parameters"/>.
    /// </summary>
    /// <param name="scores">[N, 2], blur and noise, 0…1 each; N pictures, or 1 for all. A batch may repeat the N pictures (for several
    /// prompts).</param>
    /// <param name="merged">
    /// For one pair of scores, compute with W + scaling · B · Mᵀ · A instead: the same function and gradients at nearly the plain layers'
    /// cost.
    /// </param>
    public void SetDegradation(Tensor scores, bool merged = false)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.shape.Length != 2 || scores.shape[1] != 2)
            throw new ArgumentException(
                $"Degradation scores have the shape [{string.Join(", ", scores.shape)}]; expected [N, 2].", nameof(scores));
        if (merged && scores.shape[0] != 1)
            throw new ArgumentException($"Merging needs one pair of scores, not {scores.shape[0]}.", nameof(scores));
        Unfold();
        var (vae, unet) = Modulate(scores);
        Activate(vae, _vaeAdapters, merged);
        Activate(unet, _unetAdapters, merged);
    }

    /// <summary>
    /// Folds the adapter for one pair of scores into the weights, W' = W + scaling · B · Mᵀ · A. The result is the same whatever was
    /// folded before; the same scores again cost nothing.
    /// </summary>
    /// <param name="blur">Blur score, 0…1.</param>
    /// <param name="noise">Noise score, 0…1.</param>
    /// <param name="cancellationToken">Checked per layer; after cancellation the next call starts from the base weights.</param>
    /// <exception cref="InvalidOperationException">Base weights must be read again, but no source was given.</exception>
    public void Fold(float blur, float noise, CancellationToken cancellationToken)
    {
        if (FoldedScores == (blur, noise))
            return;
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        Deactivate();
        var (vae, unet) = Modulate(tensor(new[] { blur, noise }, [1, 2]));
        var wasBase = _holdsBaseWeights;
        (FoldedScores, _holdsBaseWeights) = (null, false);
        FoldAll(_vaeAdapters, _vaeWeights, vae, wasBase, cancellationToken);
        FoldAll(_unetAdapters, _unetWeights, unet, wasBase, cancellationToken);
        FoldedScores = (blur, noise);
    }

    /// <summary>Makes the networks what they are without adapters (but with the checkpoint's first convolution).</summary>
    /// <exception cref="InvalidOperationException">Scores are folded in and no source of base weights was given.</exception>
    public void Unfold()
    {
        Deactivate();
        if (_holdsBaseWeights)
            return;
        using var grad = no_grad();
        FoldedScores = null;
        foreach (var (name, adapter) in _vaeAdapters)
            _vaeWeights.Restore(name, adapter);
        foreach (var (name, adapter) in _unetAdapters)
            _unetWeights.Restore(name, adapter);
        _holdsBaseWeights = true;
    }

    /// <summary>Detaches the adapter and releases its tensors. Weights stay as they are, folded or not.</summary>
    public void Dispose()
    {
        Deactivate();
        foreach (var (_, adapter) in _vaeAdapters.Concat(_unetAdapters))
            adapter.Layer.Adapter = null;
        _parameters.Dispose();
    }

    /// <summary>Fourier features of the scores, [N, 4·frequencies]; fresh.</summary>
    internal Tensor Project(Tensor scores)
    {
        var frequencies = _parameters[AdapterParameters.Frequencies];
        using var local = scores.to(ScalarType.Float32, frequencies.device);
        return DegradationEmbedding.Project(local, frequencies);
    }

    /// <summary>Modulation matrices of all blocks of VAE and UNet, [N, blocks, r, r] each; fresh.</summary>
    internal (Tensor Vae, Tensor UNet) Modulate(Tensor scores)
    {
        using var projection = Project(scores);
        return (_vaeEmbedding.Modulate(projection), _unetEmbedding.Modulate(projection));
    }

    private static IEnumerable<KeyValuePair<string, IReadOnlyList<long>>> CheckpointShapes(
        AdapterLayout layout, S3DiffAdapterConfig config, UNet2DConditionModel unet) =>
        layout.Shapes(config)
            .Append((AdapterLayout.UNetConvInWeight, unet.get_parameter("conv_in.weight")!.shape))
            .Append((AdapterLayout.UNetConvInBias, unet.get_parameter("conv_in.bias")!.shape))
            .Select(pair => KeyValuePair.Create(pair.Item1, (IReadOnlyList<long>)pair.Item2));

    private DegradationEmbedding Embedding(string network) => new(
        _parameters.Linear($"state_dict_{network}_de_mlp/0."),
        _parameters.Linear($"state_dict_{network}_block_mlp/0."),
        _parameters.Linear($"state_dict_{network}_fuse_mlp/"),
        _parameters[$"state_embeddings/state_dict_{network}_block/weight"]);

    private List<(string Name, LoraAdapter Adapter)> Attach(IReadOnlyList<AdapterTarget> targets, double scaling)
    {
        var adapters = new List<(string Name, LoraAdapter Adapter)>(targets.Count);
        foreach (var target in targets)
        {
            var adapter = new LoraAdapter(target.Layer, _parameters[target.A], _parameters[target.B], scaling, target.Block);
            target.Layer.Adapter = adapter;
            adapters.Add((target.Name, adapter));
        }
        return adapters;
    }

    private void Activate(Tensor modulation, List<(string Name, LoraAdapter Adapter)> adapters, bool merged)
    {
        using (modulation)
        {
            var blocks = modulation.unbind(1).Select(block => block.DetachFromDisposeScope()).ToArray(); // [N, r, r] each
            _modulations.AddRange(blocks);
            foreach (var (_, adapter) in adapters)
                (adapter.Modulation, adapter.IsMerged) = (blocks[adapter.Block], merged);
        }
    }

    private void Deactivate()
    {
        foreach (var (_, adapter) in _vaeAdapters.Concat(_unetAdapters))
            adapter.Modulation = null;
        foreach (var modulation in _modulations)
            modulation.Dispose();
        _modulations.Clear();
    }

    private static void FoldAll(
        List<(string Name, LoraAdapter Adapter)> adapters, BaseWeights weights, Tensor modulation, bool isBase,
        CancellationToken cancellationToken)
    {
        var blocks = modulation.squeeze(0).unbind(0); // [r, r] each
        foreach (var (name, adapter) in adapters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            weights.Fold(name, adapter, blocks[adapter.Block], isBase);
        }
    }
}
