using SrPlugin.Imaging;

namespace SrPlugin.Inference.Jobs;

/// <summary>Hands progress on, and cuts what is shown of it to the part the user selected.</summary>
/// <param name="target">Who is told.</param>
/// <param name="region">The selected part of what the model sees.</param>
/// <param name="width">Columns of what the model sees.</param>
/// <param name="height">Rows of what the model sees.</param>
internal sealed class PreviewCropper(IProgress<JobProgress> target, PixelRectangle region, int width, int height) : IProgress<JobProgress>
{
    public void Report(JobProgress value) =>
        target.Report(value.Preview is { } preview ? value with { Preview = preview with { Image = Cut(preview.Image) } } : value);

    // A model may work at a size of its own: edges go to the next whole pixel inside it.
    private PlanarImage Cut(PlanarImage image)
    {
        double alongX = (double)image.Width / width, alongY = (double)image.Height / height;
        int left = Math.Min(image.Width - 1, (int)Math.Round(region.X * alongX)),
        top = Math.Min(image.Height - 1, (int)Math.Round(region.Y * alongY));
        int right = Math.Clamp((int)Math.Round((region.X + region.Width) * alongX), left + 1, image.Width);
        int bottom = Math.Clamp((int)Math.Round((region.Y + region.Height) * alongY), top + 1, image.Height);
        if (right - left == image.Width && bottom - top == image.Height)
            return image;
        return image.Crop(new PixelRectangle(left, top, right - left, bottom - top));
    }
}
