using System.Text;

namespace SrPlugin.Weights.Tests;

/// <summary>Builds torch archives around hand-written pickles.</summary>
internal static class TorchArchive
{
    public const string LegacyPreamble =
        "\u0080\u0002\u008a\u000a\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019." + // the magic number
        "\u0080\u0002M\u00e9\u0003." +                                                              // protocol version 1001
        "\u0080\u0002}X\u000d\u0000\u0000\u0000little_endian\u0088s.";                              // facts about the machine

    /// <summary>One byte per character.</summary>
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    /// <summary>BINUNICODE of ASCII text.</summary>
    public static string Text(string ascii) => $"X{Int32(ascii.Length)}{ascii}";

    public static string Int32(int value) => Encoding.Latin1.GetString(BitConverter.GetBytes(value));

    public static string Int64(long value) => Encoding.Latin1.GetString(BitConverter.GetBytes(value));

    /// <summary>LONG1 of eight bytes.</summary>
    public static string Long(long value) => $"\u008a\u0008{Int64(value)}";

    /// <summary>A storage's persistent id, loaded.</summary>
    public static string Storage(string type, string key, long count, string location = "cpu", string rest = "") =>
        $"({Text("storage")}ctorch\n{type}\n{Text(key)}{Text(location)}{Long(count)}{rest}tQ";

    /// <summary>A call of _rebuild_tensor_v2.</summary>
    public static string Tensor(string storage, long offset, long[] shape, long[] strides) =>
        $"ctorch._utils\n_rebuild_tensor_v2\n({storage}{Long(offset)}({string.Concat(shape.Select(Long))}t({string.Concat(strides.Select(Long))}t\u0089ccollections\nOrderedDict\n)RtR";

    /// <summary>A dict with one item, as a whole pickle.</summary>
    public static string Dict(string key, string value) => $"\u0080\u0002}}{Text(key)}{value}s.";

    /// <summary>A zip as torch writes it: stored records, ROOT/data.pkl first.</summary>
    public static byte[] Zip(string pickle, params (string Name, byte[] Data)[] records) =>
        Zip([("archive/data.pkl", Bytes(pickle)), .. records]);

    /// <summary>A zip of stored records.</summary>
    /// <param name="records">Names and contents.</param>
    /// <param name="zip64">Whether sizes and offsets are written the way files beyond 4 GiB need.</param>
    /// <param name="method">Compression method to claim.</param>
    public static byte[] Zip((string Name, byte[] Data)[] records, bool zip64 = false, ushort method = 0)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        using var directory = new MemoryStream();
        using var entry = new BinaryWriter(directory);
        foreach (var (name, data) in records)
        {
            var offset = stream.Position;
            var text = Encoding.UTF8.GetBytes(name);
            writer.Write(0x04034b50);
            writer.Write([45, 0, 0, 8, .. BitConverter.GetBytes(method), 0, 0, 0, 0]);
            writer.Write(Crc32(data));
            writer.Write(data.Length);
            writer.Write(data.Length);
            writer.Write((ushort)text.Length);
            writer.Write((ushort)4);
            writer.Write([.. text, (byte)'F', (byte)'B', 0, 0, .. data]);

            entry.Write(0x02014b50);
            entry.Write([45, 0, 45, 0, 0, 8, .. BitConverter.GetBytes(method), 0, 0, 0, 0]);
            entry.Write(Crc32(data));
            entry.Write(zip64 ? -1 : data.Length);
            entry.Write(zip64 ? -1 : data.Length);
            entry.Write((ushort)text.Length);
            entry.Write((ushort)(zip64 ? 28 : 0));
            entry.Write(new byte[10]);
            entry.Write(zip64 ? -1 : (int)offset);
            entry.Write(text);
            if (!zip64)
                continue;
            entry.Write((ushort)1);
            entry.Write((ushort)24);
            entry.Write((long)data.Length);
            entry.Write((long)data.Length);
            entry.Write(offset);
        }
        var start = stream.Position;
        writer.Write(directory.ToArray());
        if (zip64)
        {
            var end64 = stream.Position;
            writer.Write(0x06064b50);
            writer.Write(44L);
            writer.Write([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            writer.Write((long)records.Length);
            writer.Write((long)records.Length);
            writer.Write(directory.Length);
            writer.Write(start);
            writer.Write(0x07064b50);
            writer.Write(0);
            writer.Write(end64);
            writer.Write(1);
        }
        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write((ushort)(zip64 ? 0xffff : records.Length));
        writer.Write((ushort)(zip64 ? 0xffff : records.Length));
        writer.Write(zip64 ? -1 : (int)directory.Length);
        writer.Write(zip64 ? -1 : (int)start);
        writer.Write((ushort)0);
        return stream.ToArray();
    }

    private static uint Crc32(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var octet in data)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}
