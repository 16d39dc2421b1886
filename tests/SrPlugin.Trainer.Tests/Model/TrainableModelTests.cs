using SrPlugin.Imaging;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Pictures;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Model;

public sealed class TrainableModelTests
{
    private static readonly TinyArchitecture s_small = new()
    {
        VaeChannels = [8, 8, 16], LatentChannels = 6, UNetChannels = [8, 8], UNetLayers = 1, TextChannels = 8, TextLayers = 1,
        TextMerges = 100, LoraRank = 2,
    };

    [Fact]
    public void Restore_Untrained_ReturnsNearlyItsInput()
    {
        using var grad = no_grad();
        using var model = new TrainableModel(new TinyArchitecture(), 3);
        using var scope = NewDisposeScope();
        var source = Resampler.Resize(new ProceduralPictures(4).Generate(96, 0), 24, 24, ResampleFilter.Bicubic);
        var conditioning = SampleTensors.Enlarge(SampleTensors.Signed([source]));

        var restored = SampleTensors.ToImage(model.Restore(conditioning, [0]));

        ImageQuality.PsnrY(restored, SampleTensors.ToImage(conditioning)).ShouldBeGreaterThan(26);
    }

    [Fact]
    public void Restore_UntrainedPatches_ReturnsItsInput()
    {
        using var grad = no_grad();
        using var model = new TrainableModel(
            s_small with { PatchSize = 4, LatentChannels = 48, Attention = false, LayerNorm = true }, 3, colorFix: false);
        using var scope = NewDisposeScope();
        var conditioning = SampleTensors.Signed([new ProceduralPictures(4).Generate(96, 0)]);

        var restored = SampleTensors.ToImage(model.Restore(conditioning, [0]));

        ImageQuality.PsnrY(restored, SampleTensors.ToImage(conditioning)).ShouldBeGreaterThan(60);
    }

    [Fact]
    public void Restore_UntrainedLora_ChangesNothing()
    {
        using var grad = no_grad();
        using var model = new TrainableModel(s_small, 3);
        using var scope = NewDisposeScope();
        var conditioning = SampleTensors.Enlarge(SampleTensors.Signed([new ProceduralPictures(4).Generate(32, 0)]));
        var plain = SampleTensors.ToImage(model.Restore(conditioning, [0]));

        model.SetScores(0.3f, 0.7f);

        ImageQuality.PsnrY(SampleTensors.ToImage(model.Restore(conditioning, [0])), plain).ShouldBeGreaterThan(80);
    }

    [Fact]
    public void Parameters_AfterOneBackward_AllHaveGradients()
    {
        using var model = new TrainableModel(s_small, 3);
        using var scope = NewDisposeScope();
        var conditioning = SampleTensors.Enlarge(SampleTensors.Signed([new ProceduralPictures(4).Generate(32, 0)]));
        model.SetScores(0.3f, 0.7f);

        (model.Restore(conditioning, [0]) - 1).abs().mean().backward();

        // The variance half of the latent is never decoded, and the text model's pooled output is not used: nothing else may be left out.
        model.Parameters.Where(pair => pair.Parameter.grad is null).Select(pair => pair.Name).ShouldBeEmpty();
    }
}
