using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SrPlugin.PaintDotNet.Jobs;

namespace SrPlugin.PaintDotNet.NewImages;

/// <summary>Writes 8-bit RGBA as PNG, with its colour profile.</summary>
internal static class PngFile
{
    private const int BytesPerPixel = 4;
    private const int MostBytesPerChunk = 1 << 20;

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Writes a picture.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(Stream file, EnlargedPicture picture, CancellationToken cancellationToken)
    {
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = 6;
        WriteChunk(file, "IHDR", header);
        if (picture.Profile.IsEmpty)
            WriteChunk(file, "sRGB", [0]);
        else
            WriteChunk(file, "iCCP", [.. "Document\0\0"u8, .. Compress(picture.Profile.Span)]);
        using (var data = new ChunkStream(file))
        using (var compressed = new ZLibStream(data, CompressionLevel.Fastest))
            WriteRows(compressed, picture, cancellationToken);
        WriteChunk(file, "IEND", []);
    }

    // Each row minus the one above: nearly as small as trying all filters, and much quicker.
    private static void WriteRows(Stream target, EnlargedPicture picture, CancellationToken cancellationToken)
    {
        int length = picture.Width * BytesPerPixel;
        var row = new byte[1 + length];
        row[0] = 2;
        var above = new byte[length];
        for (int y = 0; y < picture.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pixels = picture.Pixels.AsSpan(checked(y * length), length);
            for (int i = 0; i < length; i++)
                row[1 + i] = (byte)(pixels[i] - above[i]);
            pixels.CopyTo(above);
            target.Write(row);
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> data)
    {
        using var memory = new MemoryStream();
        using (var compressed = new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            compressed.Write(data);
        return memory.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        var head = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, data.Length);
        Encoding.ASCII.GetBytes(type, head.AsSpan(4));
        file.Write(head);
        file.Write(data);
        uint crc = Crc(Crc(uint.MaxValue, head.AsSpan(4)), data) ^ uint.MaxValue;
        BinaryPrimitives.WriteUInt32BigEndian(head, crc);
        file.Write(head.AsSpan(0, 4));
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            uint value = n;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
            table[n] = value;
        }

        return table;
    }

    /// <summary>Cuts what is written into IDAT chunks.</summary>
    private sealed class ChunkStream(Stream file) : Stream
    {
        private readonly byte[] _buffer = new byte[MostBytesPerChunk];
        private int _used;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                int part = Math.Min(buffer.Length, _buffer.Length - _used);
                buffer[..part].CopyTo(_buffer.AsSpan(_used));
                _used += part;
                buffer = buffer[part..];
                if (_used == _buffer.Length)
                    FlushChunk();
            }
        }

        // The compressor flushes after each block; a chunk is worth writing only when it is full.
        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                FlushChunk();
            base.Dispose(disposing);
        }

        private void FlushChunk()
        {
            if (_used > 0)
                WriteChunk(file, "IDAT", _buffer.AsSpan(0, _used));
            _used = 0;
        }
    }
}
