using SrPlugin.Networks.Clip;
using SrPlugin.Testing;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tests.Clip;

public sealed class CLIPTextModelTests
{
    private const double Tolerance = 2e-5;

    [Fact]
    [Trait("Kind", "Parity")]
    public void Forward_GoldenTokens_EqualsUpstream()
    {
        using var golden = new GoldenTensors("sd/clip_text_tiny.safetensors");
        using var network = Networks.LoadTextEncoder();
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        var hidden = network.call(golden["input_ids"]);

        TensorComparer.MaxErrorOverDeviation(hidden, golden["last_hidden_state"]).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    [Trait("Kind", "Parity")]
    public void Forward_WithGradients_EqualsUpstream()
    {
        using var golden = new GoldenTensors("sd/clip_text_tiny.safetensors");
        using var network = Networks.LoadTextEncoder();
        using var scope = NewDisposeScope();

        var hidden = network.call(golden["input_ids"]);
        hidden.sum().backward();

        TensorComparer.MaxErrorOverDeviation(hidden, golden["last_hidden_state"]).ShouldBeLessThan(Tolerance);
        network.parameters().Count(parameter => parameter.grad is null).ShouldBe(0);
    }

    [Fact]
    public void Forward_AnyTokens_LeaksNoTensor()
    {
        using var network = Networks.LoadTextEncoder();
        using var grad = no_grad();
        using var tokens = zeros([2, 77], ScalarType.Int64);

        LiveTensors.DeltaOf(() => network.call(tokens).Dispose()).ShouldBe(0);
    }

    [Fact]
    public void Forward_TooManyTokens_Throws()
    {
        using var network = Networks.LoadTextEncoder();
        using var tokens = zeros([1, 78], ScalarType.Int64);

        Should.Throw<ArgumentException>(() => network.call(tokens)).Message.ShouldContain("77");
    }

    [Fact]
    public void ReadConfig_OtherActivation_NamesKeyAndValue()
    {
        using var json = new MemoryStream("""{"hidden_act": "quick_gelu"}"""u8.ToArray());

        var error = Should.Throw<NotSupportedException>(() => CLIPTextConfig.Read(json));

        error.Message.ShouldContain("hidden_act");
        error.Message.ShouldContain("quick_gelu");
    }
}
