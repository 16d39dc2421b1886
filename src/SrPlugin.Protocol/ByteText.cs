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

    /// <summary>Reads a number of bytes with an optional decimal unit: 4G, 4GB, 800M, 1.5 GB.</summary>
    /// <returns>Null where the text is none.</returns>
    public static long? TryParse(string text)
    {
        string number = text.Trim().ToUpperInvariant().TrimEnd('B').TrimEnd();
        double unit = number.Length == 0 ? 1 : number[^1] switch { 'K' => 1e3, 'M' => 1e6, 'G' => 1e9, 'T' => 1e12, _ => 1 };
        const NumberStyles styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite;
        return double.TryParse(unit == 1 ? number : number[..^1], styles, CultureInfo.InvariantCulture, out double value)
            && value > 0 && value * unit < long.MaxValue
            ? (long)(value * unit)
            : null;
    }
}
