using System.Globalization;

namespace SrPlugin.Protocol;

/// <summary>Numbers of bytes as people read them.</summary>
public static class ByteText
{
    /// <summary>Formats a number of bytes with a decimal unit: 132 kB, 138.1 MB, 5.2 GB.</summary>
    /// <param name="bytes">The number.</param>
    public static string Of(double bytes) => FormattableString.Invariant(bytes switch
    {
        < 1e6 => (FormattableString)$"{bytes / 1e3:0} kB",
        < 1e9 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.0} GB",
    });
}
