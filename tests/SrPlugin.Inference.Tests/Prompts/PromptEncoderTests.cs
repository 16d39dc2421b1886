using SrPlugin.Inference.Prompts;
using SrPlugin.Inference.Tests.S3Diff;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Loading;
using SrPlugin.Testing;

namespace SrPlugin.Inference.Tests.Prompts;

public sealed class PromptEncoderTests : IDisposable
{
    private readonly CLIPTokenizer _tokenizer;
    private readonly PromptEncoder _prompts;
    private readonly Func<CLIPTextModel> _load;
    private int _loads;

    public PromptEncoderTests()
    {
        var parts = GoldenModel.OpenParts();
        foreach (var source in new IDisposable[] { parts.Vae, parts.UNet, parts.Adapter, parts.Estimator! })
            source.Dispose();
        _tokenizer = parts.Tokenizer!;
        _load = () =>
        {
            _loads++;
            using var weights = parts.OpenTextEncoder!();
            var network = new CLIPTextModel(parts.TextEncoderConfig!);
            StrictLoader.Load(network, weights);
            return network;
        };
        _prompts = new PromptEncoder(_tokenizer, _load);
    }

    public void Dispose() => _prompts.Dispose();

    [Fact]
    public void WithoutText_AnyPrompt_HasTheSameEmbedding()
    {
        using var prompts = PromptEncoder.WithoutText();
        prompts.Prepare(["a", ""], null, CancellationToken.None);

        prompts["a"].shape.ShouldBe([1, 1, 1]);
        prompts[""].bytes.ToArray().ShouldBe(prompts["a"].bytes.ToArray());
    }

    [Fact]
    public void Prepare_KnownPrompt_DoesNotLoadTheTextEncoderAgain()
    {
        Prepare("a", "b");
        Prepare("b", "a");

        (_loads, _prompts.CachedCount, _prompts.IsTextEncoderLoaded).ShouldBe((1, 2, false));
        _prompts["a"].shape[1].ShouldBe(_tokenizer.Length);
    }

    [Fact]
    public void Prepare_SamePromptTwice_CountsOnce()
    {
        Prepare("a", "a");

        _prompts.CachedCount.ShouldBe(1);
    }

    [Fact]
    public void Prepare_MoreThanTheCacheHolds_ForgetsTheOldest()
    {
        Prepare("first", "second");
        for (int i = 0; i < 63; i++)
            Prepare($"prompt {i}", "second");

        _prompts.CachedCount.ShouldBe(64);
        Should.Throw<KeyNotFoundException>(() => _prompts["first"]);
        _prompts["second"].IsInvalid.ShouldBeFalse();
    }

    [Fact]
    public void Prepare_TextEncoderKept_LoadsOnceAndLeavesNoTensorBehind()
    {
        using var prompts = new PromptEncoder(_tokenizer, _load, keepTextEncoder: true);
        prompts.Prepare(["a"], null, CancellationToken.None);
        prompts.Clear();

        LiveTensors.DeltaOf(() =>
        {
            prompts.Prepare(["b", "c"], null, CancellationToken.None);
            prompts.Clear();
        }).ShouldBe(0);

        (_loads, prompts.IsTextEncoderLoaded).ShouldBe((1, true));
    }

    [Fact]
    public void Prepare_Cancelled_FreesTheTextEncoder()
    {
        using var cancellation = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => _prompts.Prepare(["a", "b"], _ => cancellation.Cancel(), cancellation.Token));

        (_prompts.CachedCount, _prompts.IsTextEncoderLoaded).ShouldBe((1, false));
    }

    private void Prepare(params string[] prompts) => _prompts.Prepare(prompts, null, CancellationToken.None);
}
