using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.Tests.Jobs;

public sealed class PreviewCropperTests
{
    [Theory]
    [InlineData(100, 100, 3, 3)]
    [InlineData(1, 1, 90, 70)]
    [InlineData(88, 64, 90, 70)]
    public void Report_ModelWithASizeOfItsOwn_StaysInsideThePreview(int width, int height, int x, int y)
    {
        var log = new ProgressLog();
        var cropper = new PreviewCropper(log, new PixelRectangle(x, y, 5, 2), 95, 72);

        cropper.Report(new JobProgress(JobStage.Decode, 1, 1, 0.5) { Preview = new StepPreview(new PlanarImage(3, height, width), 1, 2) });

        var image = log.Reports[0].Preview!.Image;
        image.Width.ShouldBeInRange(1, width);
        image.Height.ShouldBeInRange(1, height);
    }
}
