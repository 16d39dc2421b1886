using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SrPlugin.Imaging;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.PaintDotNet.NewImages;

namespace SrPlugin.PaintDotNet.Tests.NewImages;

public sealed class PngFileTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(1200, 700)]
    public void Write_AnySize_ReadsBackBitIdentical(int width, int height)
    {
        byte[] pixels = Noise(width * height * 4);
        using var file = new MemoryStream();

        PngFile.Write(file, new EnlargedPicture(width, height, pixels, default), CancellationToken.None);

        Picture read = PictureFile.Decode(file.ToArray());
        (read.Pixels.Width, read.Pixels.Height, read.Pixels.Channels, read.Pixels.BytesPerSample).ShouldBe((width, height, 4, 1));
        read.Pixels.Bytes.SequenceEqual(pixels).ShouldBeTrue();
        Chunks(file.ToArray()).Select(chunk => chunk.Type).ShouldContain("sRGB");
    }

    [Fact]
    public void Write_Profile_IsInTheFile()
    {
        byte[] profile = Noise(3000);
        using var file = new MemoryStream();

        PngFile.Write(file, new EnlargedPicture(2, 2, Noise(16), profile), CancellationToken.None);

        var chunks = Chunks(file.ToArray());
        chunks.Select(chunk => chunk.Type).ShouldBe(["IHDR", "iCCP", "IDAT", "IEND"]);
        byte[] data = chunks[1].Data;
        int end = Array.IndexOf(data, (byte)0);
        using var inflated = new ZLibStream(new MemoryStream(data[(end + 2)..]), CompressionMode.Decompress);
        using var read = new MemoryStream();
        inflated.CopyTo(read);
        read.ToArray().ShouldBe(profile);
    }

    [Fact]
    public void Save_Twice_OverwritesNothing()
    {
        string folder = Directory.CreateTempSubdirectory("srp-").FullName;
        var files = new PictureFiles(Path.Combine(folder, "new"));
        var picture = new EnlargedPicture(2, 2, Noise(16), default);

        string first = files.Save(picture, CancellationToken.None), second = files.Save(picture, CancellationToken.None);

        second.ShouldNotBe(first);
        File.ReadAllBytes(second).ShouldBe(File.ReadAllBytes(first));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Save_Cancelled_LeavesNoFile()
    {
        string folder = Directory.CreateTempSubdirectory("srp-").FullName;
        var files = new PictureFiles(folder);

        Should.Throw<OperationCanceledException>(
            () => files.Save(new EnlargedPicture(2, 2, Noise(16), default), new CancellationToken(canceled: true)));

        Directory.GetFiles(folder).ShouldBeEmpty();
        Directory.Delete(folder, recursive: true);
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += length + 12;
        }

        return chunks;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
