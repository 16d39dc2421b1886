using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using SrPlugin.Imaging;
using SrPlugin.Weights;

namespace SrPlugin.Inference.Metrics;

/// <summary>The files of NIQE's statistics of undamaged photos.</summary>
public static class NiqeParameters
{
    private const string Mean = "mu_pris_param", Covariance = "cov_pris_param";

    /// <summary>Reads BasicSR's <c>niqe_pris_params.npz</c>, or safetensors with its names.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">The file is damaged, or lacks the statistics.</exception>
    public static NaturalImageQuality Load(string path)
    {
        using var stream = File.OpenRead(path);
        var isZip = stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
        stream.Position = 0;
        try
        {
            if (isZip)
            {
                using var archive = new ZipArchive(stream);
                return new NaturalImageQuality(Numbers(path, archive, Mean), Numbers(path, archive, Covariance));
            }

            using var weights = WeightsSource.Open(path);
            return new NaturalImageQuality(Numbers(weights, Mean), Numbers(weights, Covariance));
        }
        catch (Exception exception) when (exception is ArgumentException or KeyNotFoundException or InvalidDataException)
        {
            throw new WeightsFormatException(path, $"NIQE's statistics cannot be read: {exception.Message}");
        }
    }

    /// <summary>Writes statistics as safetensors.</summary>
    public static void Save(string path, NaturalImageQuality niqe)
    {
        ArgumentNullException.ThrowIfNull(niqe);
        var weights = new InMemoryWeights();
        foreach (var (name, values, shape) in new (string, IReadOnlyList<double>, long[])[]
        {
            (Mean, niqe.Mean, [NaturalImageQuality.FeatureCount]),
            (Covariance, niqe.Covariance, [NaturalImageQuality.FeatureCount, NaturalImageQuality.FeatureCount]),
        })
            weights.Add(name, TensorElementType.Float64, shape, MemoryMarshal.AsBytes(values.ToArray().AsSpan()));
        SafetensorsFile.Write(path, weights);
    }

    private static double[] Numbers(WeightsSource weights, string name)
    {
        var info = weights.Tensors.TryGetValue(name, out var found) ? found : throw new KeyNotFoundException($"there is no {name}");
        return info.ElementType == TensorElementType.Float64
            ? MemoryMarshal.Cast<byte, double>(weights.Read(name)).ToArray()
            : throw new InvalidDataException($"{name} is not of float64");
    }

    // NumPy's format: magic, version, length of the header, the header as text, the values.
    private static double[] Numbers(string path, ZipArchive archive, string name)
    {
        var entry = archive.GetEntry(name + ".npy") ?? throw new KeyNotFoundException($"there is no {name}");
        using var content = new MemoryStream();
        using (var packed = entry.Open())
            packed.CopyTo(content);
        var bytes = content.ToArray().AsSpan();
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes.Slice(1, 5).SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"{name} in {Path.GetFileName(path)} is not in NumPy's format");
        var isLong = bytes[6] > 1;
        var start = isLong ? 12 + BitConverter.ToInt32(bytes[8..12]) : 10 + BitConverter.ToUInt16(bytes[8..10]);
        var header = Encoding.Latin1.GetString(bytes[..Math.Clamp(start, 0, bytes.Length)]);
        if (!header.Contains("'<f8'", StringComparison.Ordinal) || header.Contains("'fortran_order': True", StringComparison.Ordinal)
            || (bytes.Length - start) % sizeof(double) != 0)
            throw new InvalidDataException($"{name} in {Path.GetFileName(path)} is not a plain array of float64");
        return MemoryMarshal.Cast<byte, double>(bytes[start..]).ToArray();
    }
}
