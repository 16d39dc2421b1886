using SrPlugin.Imaging.Codecs;
using SrPlugin.Imaging.Tests.Crafted;

namespace SrPlugin.Imaging.Tests;

/// <summary>Damaged files read or throw the one documented exception; native decoders never take the process down.</summary>
public class PictureFuzzTests
{
    public static TheoryData<PictureFormat> Formats => [.. Enum.GetValues<PictureFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_MutatedFile_ReadsOrThrowsTheDocumentedException(PictureFormat format)
    {
        // More with SRPLUGIN_FUZZ_ROUNDS=100000; the seed is fixed, so that a fault can be repeated.
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("SRPLUGIN_FUZZ_ROUNDS"), out var wanted) ? wanted : 3000;
        var seeds = Seeds(format);
        var random = new Random((int)format + 100);
        var (read, refused) = (0, 0);
        for (var i = 0; i < rounds; i++)
        {
            var file = Mutate(seeds[i % seeds.Count], random);
            if (format == PictureFormat.Png && i % 3 != 0)
                PngMaker.FixChecksums(file);
            try
            {
                var picture = PictureFile.Decode(file);
                picture.ApplyOrientation();
                // What came in must also go out again.
                if (picture.Pixels.Bytes.Length < 100_000)
                    PictureFile.Decode(PictureFile.Encode(picture, PictureFormat.Png));
                read++;
            }
            catch (PictureFormatException)
            {
                refused++;
            }
        }

        (read + refused).ShouldBe(rounds);
        read.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    private static List<byte[]> Seeds(PictureFormat format)
    {
        var main = new TiffDirectory { [TiffDirectory.Orientation] = ExifEntry.OfShorts(6) };
        main.Photo[TiffDirectory.MakerNote] = new ExifEntry(ExifEntry.Undefined, new byte[20]);
        main.Gps[1] = new ExifEntry(ExifEntry.Ascii, "N\0"u8.ToArray());
        var icc = new byte[160];
        icc[3] = 160;
        "RGB "u8.CopyTo(icc.AsSpan(16));
        var metadata = new PictureMetadata
        {
            IccProfile = icc,
            Exif = TiffStructureTests.Bytes(main, bigEndian: false),
            Orientation = PictureOrientation.RightTop,
            Dpi = (72, 72),
            Text = PictureMetadata.Empty.Text.Add("Comment", "grüße").Add("Software", "x"),
        };
        var seeds = new List<byte[]>();
        if (format > PictureFormat.Bmp)
            return ReadOnlySeeds(format);
        foreach (var sampleFormat in Enum.GetValues<SampleFormat>())
        {
            for (var channels = 1; channels <= 4; channels++)
                seeds.Add(PictureFile.Encode(new Picture(Pictures.Waves(23, 17, channels, sampleFormat), metadata), format));
        }

        var waves = new Picture(Pictures.Waves(40, 33, 4, SampleFormat.UInt8), metadata);
        seeds.Add(PictureFile.Encode(waves, format, new PictureSaveOptions { Quality = 60 }));
        if (format == PictureFormat.Png)
        {
            seeds.Add(PngMaker.Make(13, 11, 3, 4, (x, y, _) => (x + y) % 16, true, new byte[48], [0, 100]));
            seeds.Add(PngMaker.Make(13, 11, 0, 16, (x, y, _) => x * y, true, transparency: [0, 9]));
        }
        else if (format == PictureFormat.Tiff)
        {
            seeds.Add(new TiffMaker(true).Longs(256, 10).Longs(257, 2).Shorts(258, 1).Shorts(259, 1).Shorts(262, 1).Longs(278, 2)
                .Block([1, 2, 3, 4]).Make());
            seeds.Add(new TiffMaker(false).Longs(256, 20).Longs(257, 10).Shorts(258, 8, 8, 8, 8).Shorts(259, 1).Shorts(262, 2).Shorts(277, 4)
                .Shorts(338, 1).Longs(322, 16).Longs(323, 16).Block(new byte[1024]).Block(new byte[1024]).Make(tiled: true));
        }

        return seeds;
    }

    /// <summary>Formats that are read only, written by the libraries themselves.</summary>
    private static List<byte[]> ReadOnlySeeds(PictureFormat format)
    {
        var pixels = Pictures.Waves(23, 17, 4, SampleFormat.UInt8);
        using var image = VipsCodec.ToImage(pixels);
        using var frames = image.Copy().Mutate(fields => fields.Set(NetVips.GValue.GIntType, "page-height", 17));
        using var sharp = SixLabors.ImageSharp.Image.LoadPixelData<SixLabors.ImageSharp.PixelFormats.Rgba32>(pixels.Bytes, 23, 17);
        using var stream = new MemoryStream();
        switch (format)
        {
            case PictureFormat.Gif:
                return [frames.GifsaveBuffer(), image.GifsaveBuffer(interlace: true)];
            case PictureFormat.Heif:
                return [image.HeifsaveBuffer(compression: NetVips.Enums.ForeignHeifCompression.Av1, effort: 0)];
            case PictureFormat.Tga:
                sharp.Save(stream, new SixLabors.ImageSharp.Formats.Tga.TgaEncoder());
                return [[.. stream.ToArray(), 0, 0, 0, 0, 0, 0, 0, 0, .. "TRUEVISION-XFILE.\0"u8]];
            default:
                sharp.Save(stream, new SixLabors.ImageSharp.Formats.Pbm.PbmEncoder());
                return [stream.ToArray(), "P1\n# text\n3 2\n0 1 0\n1 0 1\n"u8.ToArray()];
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var file = (byte[])seed.Clone();
        // Headers are small and matter most: half of the hits go there.
        int Place() => random.Next(random.Next(2) == 0 ? Math.Min(200, file.Length) : file.Length);
        for (var hits = random.Next(1, 6); hits > 0; hits--)
        {
            var at = Place();
            switch (random.Next(6))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2:
                    byte[] extremes = [0x00, 0xFF, 0x7F, 0x80];
                    file.AsSpan(at, Math.Min(random.Next(1, 5), file.Length - at)).Fill(extremes[random.Next(4)]);
                    break;
                case 3:
                    file.AsSpan(Place(), 1).CopyTo(file.AsSpan(at));
                    break;
                case 4:
                    var length = Math.Min(random.Next(1, 32), file.Length - at);
                    var from = random.Next(file.Length - length + 1);
                    file.AsSpan(from, length).ToArray().CopyTo(file, at);
                    break;
                default:
                    if (random.Next(4) == 0)
                        file = file[..Math.Max(13, at)];
                    break;
            }
        }

        return file;
    }
}
