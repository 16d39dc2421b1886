namespace SrPlugin.Imaging.Codecs;

/// <summary>One field of a TIFF directory.</summary>
/// <param name="Type">TIFF's type number.</param>
/// <param name="Value">Its values, little-endian whatever the file's order.</param>
internal sealed record ExifEntry(ushort Type, byte[] Value)
{
    public const ushort Ascii = 2;
    public const ushort Short = 3;
    public const ushort Long = 4;
    public const ushort Rational = 5;
    public const ushort Undefined = 7;

    /// <summary>How many values there are.</summary>
    public int Count => Value.Length / SizeOf(Type);

    public static ExifEntry OfShorts(params ReadOnlySpan<int> values)
    {
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), (ushort)values[i]);
        return new ExifEntry(Short, bytes);
    }

    public static ExifEntry OfLongs(params ReadOnlySpan<uint> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), values[i]);
        return new ExifEntry(Long, bytes);
    }

    /// <summary>A positive number to four decimals.</summary>
    public static ExifEntry OfRational(double value)
    {
        var whole = value == Math.Floor(value) || value > 400_000;
        var entry = OfLongs((uint)Math.Clamp(Math.Round(whole ? value : value * 10_000), 0, uint.MaxValue), whole ? 1u : 10_000u);
        return entry with { Type = Rational };
    }

    /// <summary>Bytes of one value; 0 for an unknown type.</summary>
    public static int SizeOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    /// <summary>The bytes in which order matters: a rational is two longs.</summary>
    public static int SwapSizeOf(ushort type) => type is 5 or 10 ? 4 : SizeOf(type);

    /// <summary>Gets the first value of a SHORT or LONG.</summary>
    public long? FirstInteger() => IntegerAt(0);

    /// <summary>Gets one value of a BYTE, SHORT, LONG or LONG8, or of a pointer.</summary>
    public long? IntegerAt(int index) => index >= Count ? null : Type switch
    {
        1 => Value[index],
        Short => BitConverter.ToUInt16(Value, 2 * index),
        Long or 13 => BitConverter.ToUInt32(Value, 4 * index),
        16 or 18 => BitConverter.ToInt64(Value, 8 * index),
        _ => null,
    };

    /// <summary>The first value of a RATIONAL.</summary>
    public double? FirstRational() =>
        Type == Rational && Value.Length >= 8 && BitConverter.ToUInt32(Value, 4) is var divisor and > 0
            ? BitConverter.ToUInt32(Value) / (double)divisor
            : null;
}
