using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>
/// The rows of a result, cut into bands. Without tiling there is one band and nothing is copied; with it every band is computed on
/// the network's device and written into a whole map on the storage device.
/// </summary>
internal sealed class RowBands
{
    private readonly long _rowsPerBand;
    private readonly Device? _storage;
    private readonly Action? _starting;

    /// <param name="rows">Rows of the result.</param>
    /// <param name="pixelsPerRow">The larger of the widths of input and result.</param>
    /// <param name="tiling">Null for a single band.</param>
    public RowBands(long rows, long pixelsPerRow, VaeTiling? tiling)
    {
        Rows = rows;
        _rowsPerBand = tiling is null ? rows : Math.Clamp(tiling.BandPixels / pixelsPerRow, 1, rows);
        _storage = tiling?.StorageDevice;
        _starting = tiling?.BandStarting;
        if (!IsSingle && is_grad_enabled())
            throw new InvalidOperationException("A tiled VAE records no gradients: call it under torch.no_grad(), or without tiling.");
        if (IsSingle)
            _starting?.Invoke();
    }

    public long Rows { get; }

    /// <summary>True when the whole result is computed at once.</summary>
    public bool IsSingle => _rowsPerBand >= Rows;

    /// <summary>Every band as first row and row after the last.</summary>
    public IEnumerable<(long Start, long End)> All()
    {
        for (long start = 0; start < Rows; start += _rowsPerBand)
        {
            _starting?.Invoke();
            yield return (start, Math.Min(start + _rowsPerBand, Rows));
        }
    }

    /// <summary>
    /// Computes every band and joins them; <paramref name="compute"/> returns fresh rows [N, C, k·(end − start), W] with the same k for
    /// every band.
    /// </summary>
    public Tensor Assemble(Func<long, long, Tensor> compute)
    {
        if (IsSingle)
            return compute(0, Rows);
        Tensor? whole = null;
        foreach (var (start, end) in All())
        {
            using var band = compute(start, end);
            var scale = band.shape[2] / (end - start);
            whole ??= MapLayout.EmptyLike(band, scale * Rows, band.shape[3], _storage ?? band.device);
            using var rows = whole.narrow(2, scale * start, scale * (end - start));
            rows.copy_(band);
        }
        return whole!;
    }

    /// <summary>The group statistics of a map with this number of rows, on the device of <paramref name="norm"/>.</summary>
    public GroupStatistics Measure(Tensor map, GroupNormalization norm, Device device)
    {
        var statistics = norm.BeginStatistics(map.shape[0]);
        foreach (var (start, end) in All())
        {
            using var rows = Read(map, start, end, device);
            statistics.Add(rows);
        }
        return statistics;
    }

    /// <summary>Rows of a map, clipped to it, on a device.</summary>
    public static Tensor Read(Tensor map, long start, long end, Device device)
    {
        start = Math.Max(start, 0);
        end = Math.Min(end, map.shape[2]);
        using var rows = map.narrow(2, start, end - start);
        return rows.to(device);
    }
}
