using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Tests.Jobs;

public sealed class UpscaleRequestTests
{
    [Fact]
    public void Validate_Defaults_Pass() => Should.NotThrow(new UpscaleRequest().Validate);

    [Fact]
    public void Validate_ManyFaults_NamesThemAll()
    {
        var request = new UpscaleRequest
        {
            Factor = double.NaN,
            Feather = -1,
            Strength = 1.5,
            ContextMargin = 5000,
            Selection = new PixelRectangle(0, 0, 0, 5),
            Options = new S3DiffOptions
            {
                Blur = 1.5f,
                Noise = float.NaN,
                GuidanceScale = 0.5,
                StartTimestep = 1000,
                LatentTileSize = 4,
                LatentTileOverlap = -1,
            },
        };

        var exception = Should.Throw<InvalidOptionsException>(request.Validate);

        exception.Faults.Count.ShouldBe(11);
    }
}
