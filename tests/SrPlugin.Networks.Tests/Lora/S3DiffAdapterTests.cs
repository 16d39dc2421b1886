using SrPlugin.Networks.Lora;
using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Lora;

public sealed class S3DiffAdapterTests
{
    private const double Tolerance = 3e-4;

    [Fact]
    [Trait("Kind", "Parity")]
    public void Modulate_GoldenScores_EqualsUpstream()
    {
        using var golden = new GoldenTensors("s3diff/lora_tiny.safetensors");
        using var networks = new AdaptedNetworks();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var (vae, unet) = networks.Adapter.Modulate(golden["deg_score"]);

        TensorComparer.MaxErrorOverDeviation(networks.Adapter.Project(golden["deg_score"]), golden["deg_proj"]).ShouldBeLessThan(1e-5);
        TensorComparer.MaxErrorOverDeviation(vae.flatten(2), golden["vae_embeds"]).ShouldBeLessThan(1e-5);
        TensorComparer.MaxErrorOverDeviation(unet.flatten(2), golden["unet_embeds"]).ShouldBeLessThan(1e-5);
        foreach (var name in golden.Names.Where(name => name.StartsWith("de_mod.", StringComparison.Ordinal)))
        {
            var parts = name.Split('.', 3);
            var isVae = parts[1] == "vae";
            var block = (isVae ? LoraTargets.Of(networks.Vae) : LoraTargets.Of(networks.UNet))
                .Single(target => target.Name == parts[2]).Block;
            TensorComparer.MaxErrorOverDeviation((isVae ? vae : unet).select(1, block), golden[name]).ShouldBeLessThan(1e-5, name);
        }
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void SetDegradation_BatchOfTwoScores_NetworksEqualUpstream()
    {
        using var golden = new GoldenTensors("s3diff/lora_tiny.safetensors");
        using var networks = new AdaptedNetworks();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        networks.Adapter.SetDegradation(golden["deg_score"]);

        CompareNetworks(networks, golden, 0, 2);
        var both = networks.UNet.call(
            cat([golden["lq_latent"], golden["lq_latent"]]), tensor(new[] { 999L }), cat([golden["pos_enc"], golden["neg_enc"]]));
        TensorComparer.MaxErrorOverDeviation(both, cat([golden["unet.pos"], golden["unet.neg"]])).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [Trait("Kind", "Parity")]
    [InlineData(0)]
    [InlineData(1)]
    public void Fold_ScoresOfOnePicture_NetworksEqualUpstream(int picture)
    {
        using var golden = new GoldenTensors("s3diff/lora_tiny.safetensors");
        using var networks = new AdaptedNetworks();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        Fold(networks.Adapter, golden["deg_score"], picture);

        CompareNetworks(networks, golden, picture, 1);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void SetDegradation_GoldenLayerInputs_LayersEqualUpstream()
    {
        using var golden = new GoldenTensors("s3diff/lora_tiny.safetensors");
        using var networks = new AdaptedNetworks();
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        networks.Adapter.SetDegradation(golden["deg_score"]);
        var layers = networks.Vae.named_modules().Select(child => (name: "vae." + child.name, child.module))
            .Concat(networks.UNet.named_modules().Select(child => (name: "unet." + child.name, child.module)))
            .ToDictionary(child => child.name, child => child.module);

        foreach (
            var name in golden.Names.Where(
                name => name.StartsWith("layer.", StringComparison.Ordinal) && name.EndsWith(".in", StringComparison.Ordinal)))
        {
            var layer = (nn.Module<Tensor, Tensor>)layers[name["layer.".Length..^".in".Length]];
            TensorComparer.MaxErrorOverDeviation(layer.call(golden[name]), golden[name[..^".in".Length] + ".out"])
                .ShouldBeLessThan(Tolerance, name);
        }
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Load_BeforeScoresAreSet_NetworksAreTheBase()
    {
        using var golden = new GoldenTensors("s3diff/lora_tiny.safetensors");
        using var vae = Networks.LoadVae();
        using var unet = Networks.LoadUNet();
        using var checkpoint = GoldenFolder.OpenWeights(Networks.S3Diff);
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var prediction = unet.call(golden["lq_latent"], tensor(new[] { 999L }), golden["pos_enc"]);
        using var adapter = S3DiffAdapter.Load(checkpoint, vae, null, unet, null);
        using var distribution = vae.encode(golden["c_t"]);

        TensorComparer.MaxErrorOverDeviation(prediction, golden["base.unet.pos"]).ShouldBeLessThan(Tolerance);
        TensorComparer.MaxErrorOverDeviation(distribution.Moments, golden["base.moments"]).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void SetDegradation_WithGradients_ReachesEveryParameter()
    {
        using var golden = new GoldenTensors("s3diff/lora_tiny.safetensors");
        using var networks = new AdaptedNetworks();
        using var scope = NewDisposeScope();
        networks.Adapter.SetDegradation(golden["deg_score"]);

        using var distribution = networks.Vae.encode(golden["c_t"]);
        var prediction = networks.UNet.call(golden["lq_latent"], tensor(new[] { 999L }), golden["pos_enc"]);
        (prediction.sum() + distribution.Moments.sum()).backward();

        TensorComparer.MaxErrorOverDeviation(prediction, golden["unet.pos"]).ShouldBeLessThan(Tolerance);
        networks.Adapter.Parameters.Count(parameter => parameter.grad is null).ShouldBe(0);
    }

    [Fact]
    public void Fold_AfterOtherScores_IsBitIdentical()
    {
        using var networks = new AdaptedNetworks();
        networks.Adapter.Fold(0.2f, 0.7f, CancellationToken.None);
        var first = Snapshot(networks);

        networks.Adapter.Fold(0.9f, 0.1f, CancellationToken.None);
        Snapshot(networks).ShouldNotBe(first);
        networks.Adapter.Fold(0.2f, 0.7f, CancellationToken.None);

        Snapshot(networks).ShouldBe(first);
        networks.Adapter.FoldedScores.ShouldBe((0.2f, 0.7f));
    }

    [Fact]
    public void Unfold_AfterFolding_RestoresTheBaseExactly()
    {
        using var networks = new AdaptedNetworks();
        var before = Snapshot(networks);

        networks.Adapter.Fold(0.2f, 0.7f, CancellationToken.None);
        networks.Adapter.Unfold();

        Snapshot(networks).ShouldBe(before);
        networks.Adapter.FoldedScores.ShouldBeNull();
    }

    [Fact]
    public void Fold_Cancelled_StartsFromTheBaseNextTime()
    {
        using var networks = new AdaptedNetworks();
        networks.Adapter.Fold(0.2f, 0.7f, CancellationToken.None);
        var expected = Snapshot(networks);

        Should.Throw<OperationCanceledException>(() => networks.Adapter.Fold(0.5f, 0.5f, new CancellationToken(true)));
        networks.Adapter.FoldedScores.ShouldBeNull();
        networks.Adapter.Fold(0.2f, 0.7f, CancellationToken.None);

        Snapshot(networks).ShouldBe(expected);
    }

    [Fact]
    public void Fold_SecondScoresWithoutSources_SaysWhatIsMissing()
    {
        using var vae = Networks.LoadVae();
        using var unet = Networks.LoadUNet();
        using var checkpoint = GoldenFolder.OpenWeights(Networks.S3Diff);
        using var adapter = S3DiffAdapter.Load(checkpoint, vae, null, unet, null);
        adapter.Fold(0.2f, 0.7f, CancellationToken.None);

        Should.Throw<InvalidOperationException>(
            () => adapter.Fold(0.3f, 0.7f, CancellationToken.None)).Message.ShouldContain("base weight");
    }

    [Fact]
    public void FoldAndSetDegradation_Repeated_LeakNothing()
    {
        using var networks = new AdaptedNetworks();
        using var scores = tensor(new[] { 0.1f, 0.2f }, [1, 2]);
        using var grad = no_grad();
        networks.Adapter.SetDegradation(scores);
        networks.Adapter.Unfold();

        LiveTensors.DeltaOf(() =>
        {
            networks.Adapter.Fold(0.2f, 0.7f, CancellationToken.None);
            networks.Adapter.SetDegradation(scores);
            networks.Adapter.Fold(0.4f, 0.7f, CancellationToken.None);
            networks.Adapter.SetDegradation(scores);
            networks.Adapter.Unfold();
        }).ShouldBe(0);
    }

    [Fact]
    public void Create_NewAdapter_ChangesNothingAndSavesUnderPublishedNames()
    {
        using var vae = Networks.LoadVae();
        using var unet = Networks.LoadUNet();
        using var checkpoint = GoldenFolder.OpenWeights(Networks.S3Diff);
        using var adapter = S3DiffAdapter.Create(new S3DiffAdapterConfig { UNetLoraRank = 6, VaeLoraRank = 4 }, vae, unet);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var x = randn([1, 3, 32, 32]);
        using var before = vae.encode(x);

        adapter.SetDegradation(tensor(new[] { 0.1f, 0.2f }, [1, 2]));
        using var after = vae.encode(x);

        TensorComparer.MaxErrorOverDeviation(after.Moments, before.Moments).ShouldBe(0);
        adapter.NamedTensors.Select(pair => Describe(pair.Name, pair.Tensor.shape))
            .ShouldBe(checkpoint.Tensors.Values.Select(info => Describe(info.Name, info.Shape)), ignoreOrder: true);
    }

    [Fact]
    public void Load_CheckpointOfOtherNetworks_ListsEveryFault()
    {
        using var networks = new AdaptedNetworks();
        using var checkpoint = GoldenFolder.OpenWeights(Networks.S3Diff);
        const string Missing = "state_dict_unet/mid_block.resnets.1.conv2.lora_B.default.weight";
        using var damaged = new MappedWeights(checkpoint, name => name == Missing ? "state_dict_unet/extra" : name);

        var error = Should.Throw<WeightsMismatchException>(() => S3DiffAdapter.Load(damaged, networks.Vae, null, networks.UNet, null));

        error.Missing.ShouldBe([Missing]);
        error.Unexpected.ShouldBe(["state_dict_unet/extra"]);
    }

    private static void CompareNetworks(AdaptedNetworks networks, GoldenTensors golden, int start, int count)
    {
        Tensor Of(string name) => golden[name].narrow(0, start, count);
        using var distribution = networks.Vae.encode(Of("c_t"));
        TensorComparer.MaxErrorOverDeviation(distribution.Moments, Of("moments")).ShouldBeLessThan(Tolerance);
        foreach (
            var (timestep, prompt, expected) in new[]
            {
                (999L, "pos_enc", "unet.pos"),
                (999L, "neg_enc", "unet.neg"),
                (500L, "pos_enc", "unet.t500.pos"),
            })
        {
            var prediction = networks.UNet.call(Of("lq_latent"), tensor(new[] { timestep }), Of(prompt));
            TensorComparer.MaxErrorOverDeviation(prediction, Of(expected)).ShouldBeLessThan(Tolerance, expected);
        }
    }

    private static void Fold(S3DiffAdapter adapter, Tensor scores, int picture) =>
        adapter.Fold(scores[picture, 0].item<float>(), scores[picture, 1].item<float>(), CancellationToken.None);

    private static string Describe(string name, IEnumerable<long> shape) => $"{name} [{string.Join(", ", shape)}]";

    private static byte[] Snapshot(AdaptedNetworks networks) =>
        [.. networks.Vae.parameters().Concat(networks.UNet.parameters()).SelectMany(parameter => parameter.bytes.ToArray())];
}
