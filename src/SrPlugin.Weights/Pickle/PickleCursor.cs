using System.Buffers.Binary;
using System.Text;

namespace SrPlugin.Weights.Pickle;

/// <summary>Reads forward through a range of a file, a small window at a time.</summary>
internal sealed class PickleCursor(ByteSource bytes, long start, long end)
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _window = new byte[4096];
    private long _windowStart = start;
    private int _windowLength;

    public ByteSource Bytes { get; } = bytes;

    /// <summary>The next byte's offset in the file.</summary>
    public long Position { get; private set; } = start;

    public byte ReadByte()
    {
        if (Position >= _windowStart + _windowLength)
        {
            Need(1);
            _windowStart = Position;
            _windowLength = (int)Math.Min(_window.Length, end - Position);
            Bytes.Read(_windowStart, _window.AsSpan(0, _windowLength));
        }
        return _window[(int)(Position++ - _windowStart)];
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Fill(stackalloc byte[2]));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Fill(stackalloc byte[4]));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Fill(stackalloc byte[4]));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Fill(stackalloc byte[8]));

    public double ReadBigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Fill(stackalloc byte[8]));

    /// <summary>A copy of the next bytes; their number is checked before anything is allocated.</summary>
    public byte[] ReadBytes(long length, int most)
    {
        if (length < 0 || length > most)
            throw Fault($"a value claims {length} bytes; at most {most} are accepted");
        Need(length);
        var value = Bytes.Read(Position, length);
        Position += length;
        return value;
    }

    public string ReadUtf8(long length, int most)
    {
        var at = Position;
        try
        {
            return _utf8.GetString(ReadBytes(length, most));
        }
        catch (DecoderFallbackException e)
        {
            throw new WeightsFormatException(Bytes.Name, "a string in the pickle is not UTF-8", at, e);
        }
    }

    /// <summary>Text up to a line feed, which is consumed. Bytes outside printable ASCII come back as '?': it only names things.</summary>
    public string ReadLine(int most)
    {
        var line = new StringBuilder();
        for (var octet = ReadByte(); octet != (byte)'\n'; octet = ReadByte())
        {
            if (line.Length == most)
                throw Fault($"a name in the pickle is longer than {most} characters");
            line.Append(octet is > 0x20 and < 0x7f ? (char)octet : '?');
        }
        return line.ToString();
    }

    public WeightsFormatException Fault(string problem) => new(Bytes.Name, $"damaged or unsupported checkpoint: {problem}", Position);

    private Span<byte> Fill(Span<byte> destination)
    {
        foreach (ref var octet in destination)
            octet = ReadByte();
        return destination;
    }

    private void Need(long length)
    {
        if (length > end - Position)
            throw Fault($"truncated: the pickle needs {length} more bytes, but only {end - Position} are left");
    }
}
