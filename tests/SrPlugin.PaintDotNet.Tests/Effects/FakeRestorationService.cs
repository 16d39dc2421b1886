using System.Collections.Concurrent;
using SrPlugin.Client;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Tests.Effects;

/// <summary>A service in this process: negates colours, or does what a test says.</summary>
internal sealed class FakeRestorationService : IRestorationService
{
    /// <summary>The requests so far, with their pixels and masks.</summary>
    public ConcurrentQueue<(JobRequest Request, byte[] Pixels, byte[] Mask)> Requests { get; } = new();

    /// <summary>Runs before a job ends: may wait, or throw.</summary>
    public Func<JobRequest, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What becomes of an RGBA pixel of the selection; null leaves it alone.</summary>
    public Func<byte[], byte[]?> Change { get; set; } = pixel =>
        [(byte)(255 - pixel[0]), (byte)(255 - pixel[1]), (byte)(255 - pixel[2]), pixel[3]];

    public async Task<UpscaleResult> UpscaleAsync(
        JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        Requests.Enqueue((request, pixels.ToArray(), mask.ToArray()));
        progress?.Report(new JobProgress { Stage = "denoise", Tile = 0, TileCount = 1, Percent = 10 });
        await Before(request, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return request.Recipe!.Mode == "restore" ? Restore(request, pixels.Span) : Enlarge(request, pixels.Span);
    }

    /// <summary>The models that can be downloaded.</summary>
    public IReadOnlyList<CatalogueEntry> Catalogue { get; set; } = [];

    /// <summary>Downloads a model: may wait, or throw.</summary>
    public Func<string, IProgress<InstallationProgress>, CancellationToken, Task> Install { get; set; } = (_, _, _) => Task.CompletedTask;

    public Task<ModelList> GetModelsAsync(CancellationToken cancellationToken) => Task.FromResult(new ModelList([]));

    public Task<CatalogueList> GetCatalogueAsync(CancellationToken cancellationToken) => Task.FromResult(new CatalogueList(Catalogue));

    public Task InstallAsync(string id, IProgress<InstallationProgress> progress, CancellationToken cancellationToken) =>
        Install(id, progress, cancellationToken);

    private UpscaleResult Restore(JobRequest request, ReadOnlySpan<byte> pixels)
    {
        byte[] result = pixels.ToArray();
        PictureArea area = request.Selection ?? new PictureArea(0, 0, request.Width, request.Height);
        for (int y = area.Y; y < area.Y + area.Height; y++)
        {
            for (int x = area.X; x < area.X + area.Width; x++)
            {
                var pixel = result.AsSpan(((y * request.Width) + x) * 4, 4);
                Change(pixel.ToArray())?.CopyTo(pixel);
            }
        }

        return Result(request, request.Width, request.Height, result);
    }

    private static UpscaleResult Enlarge(JobRequest request, ReadOnlySpan<byte> pixels)
    {
        int factor = (int)(request.Recipe!.Scale ?? 4);
        PictureArea area = request.Selection ?? new PictureArea(0, 0, request.Width, request.Height);
        int width = area.Width * factor, height = area.Height * factor;
        var result = new byte[width * height * 4];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                pixels.Slice((((area.Y + (y / factor)) * request.Width) + area.X + (x / factor)) * 4, 4)
                    .CopyTo(result.AsSpan(((y * width) + x) * 4));
        }

        return Result(request, width, height, result);
    }

    private static UpscaleResult Result(JobRequest request, int width, int height, byte[] pixels) => new(
        new JobResult
        {
            Width = width,
            Height = height,
            Channels = 4,
            SampleFormat = SampleFormat.UInt8,
            Scores = new DegradationScores(0.25, 0.5),
            RecipeUsed = request.Recipe! with { Model = request.Recipe.Model ?? "fake" },
            ModelHash = "00",
            Version = "0",
            Seconds = 1.5,
        },
        pixels);
}
