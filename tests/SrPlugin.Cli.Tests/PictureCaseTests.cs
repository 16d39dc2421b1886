using System.Text;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Tests;

/// <summary>
/// Files as people report them: every one of tests/fixtures/cases/manifest.tsv, worked on by the command, has its right outcome.
/// </summary>
public sealed class PictureCaseTests : IDisposable
{
    private const string Selection = "2,2,8,8";

    private readonly Workspace _files = new();
    private readonly Dictionary<string, Action<string>> _checks;

    public PictureCaseTests() => _checks = new()
    {
        ["blank600_g4.tif"] = file => OutsideIsKept(file, ".png"),
        ["bmp32_v5_zeroalpha.bmp"] = file => OutsideIsKept(file, ".bmp"),
        ["cmyk_jpeg.tif"] = file =>
            Deviation(Restored(file, ".png").Pixels).ShouldBeLessThan(7, "the inks' gamut is smaller than the patches'"),
        ["flat_white.png"] = file => Load(Whole(file, ".png")).Pixels.Bytes.ToArray().Min().ShouldBeGreaterThanOrEqualTo((byte)254),
        ["grayasrgb.jpg"] = file => IsGrey(Load(Whole(file, ".png")).Pixels),
        ["icc_padded.webp"] = file => Restored(file, ".webp").Metadata.IccProfile!.Length.ShouldBe(2576),
        ["jpg_cmyk_icc.jpg"] = file =>
            Deviation(Restored(file, ".png").Pixels).ShouldBeLessThan(7, "the inks' gamut is smaller than the patches'"),
        ["jpg_cmyk_noicc.jpg"] = file => Deviation(Restored(file, ".png").Pixels).ShouldBeLessThan(1),
        ["jpg_grayicc.jpg"] = GreyProfile,
        ["jpg_jis.jpg"] = file => Comment(file, "日本の写真"),
        ["jpg_meta.jpg"] = Metadata,
        ["jpg_noeoi.jpg"] = file => Restore(file, ".png").Error.ShouldContain("end marker"),
        ["jpg_orient6.jpg"] = Orientation,
        ["jpg_p3.jpg"] = WideProfile,
        ["jpg_ucbe.jpg"] = file => Comment(file, "prompt: a cat"),
        ["mpo.jpg"] = SecondPicture,
        ["page12_1bit.png"] = file => OutsideIsKept(file, ".png"),
        ["photo.dng"] = file => IsRefused(file, "RAW"),
        ["png_apng.png"] = file => IsRefused(file, "animated"),
        ["png_cicp_p3.png"] = file => First(WorkingColors.Of(OutsideIsKept(file, ".png")).Pixels).ShouldBe([217, 52, 58]),
        ["png_gama1.png"] = file => First(WorkingColors.Of(OutsideIsKept(file, ".png")).Pixels).ShouldBe([222, 141, 150]),
        ["png_named.jpg"] = file => Restore(file, ".jpg").Error.ShouldContain("transparency"),
        ["png_p3.png"] = file => OutsideIsKept(file, ".png").Metadata.IccProfile.ShouldBe(Case(file).Metadata.IccProfile),
        ["png_rgb16_key.png"] = file =>
            (OutsideIsKept(file, ".png").Pixels is { HasAlpha: true, Format: SampleFormat.UInt16 }).ShouldBeTrue(),
        ["png_text.png"] = Texts,
        ["text.png"] = Paper,
        ["tiff_float255.tif"] = FloatLevels,
        ["tiff_geo.tif"] = Geography,
        ["tiff_hdr.tif"] = Highlights,
        ["tiff_lab.tif"] = GreyOfLab,
        ["tiff_multi.tif"] = Pages,
        ["tiff_premult.tif"] = file => OutsideIsKept(file, ".tif").Pixels.RowBytes(0)[4..8].ToArray().ShouldBe([191, 31, 31, 8]),
        ["tiff_s16.tif"] = file => IsRefused(file, "Convert it to 8 or 16 bits"),
        ["trunc_scan.jpg"] = file => IsRefused(file, "cut off"),
        ["webp_anim.webp"] = file => IsRefused(file, "animated"),
        ["wide4100.webp"] = TooWide,
    };

    public static TheoryData<string> Cases => [.. File.ReadLines(CasePath("manifest.tsv")).Skip(1).Select(line => line.Split('\t')[0])];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Upscale_ReportedFile_HasItsRightOutcome(string file) => _checks[file](file);

    internal static string CasePath(string file)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SrPlugin.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "tests", "fixtures", "cases", file);
    }

    private static Picture Case(string file) => PictureFile.Load(CasePath(file));

    private static Picture Load(CliRun run) => PictureFile.Load(run.Json.ShouldHaveSingleItem().GetProperty("output").GetString()!);

    private CliRun Run(string input, string output, params string[] options) =>
        CliRun.Of(["upscale", input, "-o", output, "--model", _files.Model, "--blur", "0.3", "--noise", "0.2", "--json", .. options]);

    private CliRun Whole(string file, string extension)
    {
        CliRun run = Run(CasePath(file), _files["out" + extension], "--mode", "restore");
        run.Code.ShouldBe(0, run.Error);
        return run;
    }

    private CliRun Restore(string file, string extension, string selection = Selection)
    {
        CliRun run = Run(CasePath(file), _files["out" + extension], "--mode", "restore", "--select", selection);
        run.Code.ShouldBe(0, run.Error);
        return run;
    }

    private Picture Restored(string file, string extension) => Load(Restore(file, extension));

    private Picture OutsideIsKept(string file, string extension, string selection = Selection)
    {
        Picture source = Case(file), result = Load(Restore(file, extension, selection));
        (result.Pixels.Width, result.Pixels.Height, result.Pixels.Channels, result.Pixels.Format)
            .ShouldBe((source.Pixels.Width, source.Pixels.Height, source.Pixels.Channels, source.Pixels.Format));
        int[] area = [.. selection.Split(',').Select(int.Parse)];
        int pixel = source.Pixels.Stride / source.Pixels.Width;
        for (int y = 0; y < source.Pixels.Height; y++)
        {
            ReadOnlySpan<byte> before = source.Pixels.RowBytes(y), after = result.Pixels.RowBytes(y);
            bool isCrossed = y >= area[1] && y < area[1] + area[3];
            int left = isCrossed ? area[0] * pixel : before.Length, right = isCrossed ? (area[0] + area[2]) * pixel : before.Length;
            before[..left].SequenceEqual(after[..left]).ShouldBeTrue($"row {y}");
            before[right..].SequenceEqual(after[right..]).ShouldBeTrue($"row {y}");
        }

        return result;
    }

    private void IsRefused(string file, string reason)
    {
        CliRun run = Run(CasePath(file), _files["out.png"], "--mode", "restore", "--select", Selection);

        run.Code.ShouldBe((int)ExitCode.BadInput);
        run.Error.ShouldContain(reason);
        File.Exists(_files["out.png"]).ShouldBeFalse();
    }

    private static byte[] First(PixelBuffer pixels) => PlanarImage.FromPixels(pixels).ToPixels(SampleFormat.UInt8).Bytes[..3].ToArray();

    // CIE 1976, to the patches that the files were made of, outside the selection.
    private static double Deviation(PixelBuffer pixels)
    {
        PixelBuffer patches = Case("tiff_geo.tif").Pixels;
        double sum = 0;
        int count = 0;
        for (int y = 12; y < pixels.Height; y++)
        {
            for (int x = 0; x < pixels.Width; x++, count++)
                sum += Math.Sqrt(
                    Lab(pixels.Row<byte>(y).Slice(3 * x, 3)).Zip(Lab(patches.Row<byte>(y).Slice(3 * x, 3)), (a, b) => (a - b) * (a - b))
                        .Sum());
        }

        return sum / count;
    }

    private static double[] Lab(ReadOnlySpan<byte> rgb)
    {
        double[] linear = [
            .. rgb.ToArray().Select(v => v / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))
        ];
        double x = F(((0.4124 * linear[0]) + (0.3576 * linear[1]) + (0.1805 * linear[2])) / 0.9505);
        double y = F((0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]));
        double z = F(((0.0193 * linear[0]) + (0.1192 * linear[1]) + (0.9505 * linear[2])) / 1.089);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
    }

    private static void IsGrey(PixelBuffer pixels)
    {
        for (int i = 0; i < pixels.Bytes.Length; i += 3)
            (pixels.Bytes.Slice(i, 3).ToArray().Max() - pixels.Bytes.Slice(i, 3).ToArray().Min()).ShouldBeLessThanOrEqualTo(1);
    }

    private void GreyProfile(string file)
    {
        Restored(file, ".jpg").Metadata.IccProfile.ShouldBe(Case(file).Metadata.IccProfile);
        Picture web = Restored(file, ".webp");
        web.Metadata.IccProfile.ShouldBeNull();
        Math.Abs(web.Pixels.Bytes[0] - First(WorkingColors.Of(Case(file)).Pixels)[0]).ShouldBeLessThanOrEqualTo(1);
    }

    private void Comment(string file, string comment)
    {
        string text = Restored(file, ".jpg").Metadata.Text[PictureMetadata.CommentKey];
        text.ShouldStartWith(comment);
        text.ShouldContain("{\"srplugin\":");
    }

    private void Metadata(string file)
    {
        PictureMetadata metadata = Restored(file, ".jpg").Metadata;

        string exif = Encoding.UTF8.GetString(metadata.Exif!), xmp = Encoding.UTF8.GetString(metadata.Xmp!);
        foreach (string text in (string[])["Canon", "(c) me", "dé", "EF"])
            exif.ShouldContain(text);
        foreach (string text in (string[])["keyword1", "Tit", "<xmp:Rating>5</xmp:Rating>"])
            xmp.ShouldContain(text);
        Encoding.UTF8.GetString(metadata.Iptc!).ShouldContain("k1");
    }

    private void Orientation(string file)
    {
        Picture result = Restored(file, ".jpg");
        (result.Pixels.Width, result.Pixels.Height, result.Metadata.Orientation).ShouldBe((24, 32, PictureOrientation.TopLeft));
        PixelBuffer upright = Case(file).ApplyOrientation().Pixels;
        for (int i = upright.Stride * 12; i < upright.Bytes.Length; i++)
            Math.Abs(upright.Bytes[i] - result.Pixels.Bytes[i]).ShouldBeLessThan(20);
    }

    private void WideProfile(string file)
    {
        Restored(file, ".jpg").Metadata.IccProfile.ShouldBe(Case(file).Metadata.IccProfile);
        First(Restored(file, ".bmp").Pixels).ShouldBe([218, 52, 58]);
    }

    private void SecondPicture(string file)
    {
        Restore(file, ".png").Error.ShouldContain("2 pictures");
        string copy = _files["photo.jpg"];
        File.Copy(CasePath(file), copy);

        CliRun run = Run(copy, copy, "--mode", "restore", "--select", Selection, "--overwrite");

        run.Code.ShouldBe((int)ExitCode.Usage);
        File.ReadAllBytes(copy).ShouldBe(File.ReadAllBytes(CasePath(file)));
    }

    private void Texts(string file)
    {
        foreach (string extension in (string[])[".png", ".jpg", ".webp", ".tif"])
        {
            PictureMetadata metadata = Restored(file, extension).Metadata;
            metadata.Text["parameters"].ShouldBe("a cat, Steps: 20");
            metadata.Text["workflow"].ShouldBe("{\"π\":1}");
            metadata.Text["prompt"].ShouldBe("{\"3\":{}}");
            metadata.Text[PictureMetadata.CommentKey].ShouldContain("{\"srplugin\":");
            File.Delete(_files["out" + extension]);
        }
    }

    private void Paper(string file)
    {
        PixelBuffer source = Case(file).Pixels, result = Load(Whole(file, ".png")).Pixels;
        for (int y = 1; y < source.Height - 1; y++)
        {
            for (int x = 1; x < source.Width - 1; x++)
            {
                bool isPaper = true;
                for (int row = y - 1; row <= y + 1; row++)
                    isPaper &= source.Row<byte>(row).Slice(3 * (x - 1), 9).IndexOfAnyExcept((byte)255) < 0;
                if (isPaper)
                    result.Row<byte>(y)[3 * x].ShouldBeGreaterThanOrEqualTo((byte)254);
            }
        }
    }

    private void FloatLevels(string file)
    {
        PixelBuffer result = OutsideIsKept(file, ".tif").Pixels;
        float[] inside = [.. Enumerable.Range(2, 8).SelectMany(y => result.Row<float>(y).Slice(2, 8).ToArray())];
        inside.Average().ShouldBeInRange(30, 220);
    }

    private void Geography(string file)
    {
        Encoding.Latin1.GetString(OutsideIsKept(file, ".tif").Metadata.Exif!)
            .ShouldContain("\x0E\x83", Shouldly.Case.Sensitive, "tag 33550, the scale");
        CliRun larger = Run(CasePath(file), _files["larger.tif"], "--scale", "2");
        larger.Code.ShouldBe(0, larger.Error);
        larger.Error.ShouldContain("33550");
    }

    private void Highlights(string file)
    {
        PixelBuffer source = Case(file).Pixels;
        int bright = source.Samples<float>().IndexOf(4f) / 3;
        int x = Math.Min(bright % source.Width, source.Width - 4), y = Math.Min(bright / source.Width, source.Height - 4);

        PixelBuffer result = OutsideIsKept(file, ".tif", $"{x},{y},4,4").Pixels;

        result.Samples<float>()[3 * bright].ShouldBeGreaterThan(3.5f);
        if (x >= 10 || y >= 10)
            OutsideIsKept(file, ".tif").Pixels.Samples<float>()[3 * bright].ShouldBe(4f);
    }

    private void GreyOfLab(string file)
    {
        PixelBuffer patches = Case("tiff_geo.tif").Pixels, result = Restored(file, ".png").Pixels;
        int grey = patches.Bytes.IndexOf((ReadOnlySpan<byte>)[134, 134, 134]);
        foreach (byte value in result.Bytes.Slice(grey, 3))
            ((int)value).ShouldBeInRange(132, 136);
    }

    private void Pages(string file)
    {
        CliRun refused = Run(CasePath(file), _files["out.tif"], "--mode", "restore", "--select", Selection);
        refused.Code.ShouldBe((int)ExitCode.BadInput);
        foreach (string part in (string[])["3 pages", "--page", "--all-pages"])
            refused.Error.ShouldContain(part);

        CliRun second = Run(CasePath(file), _files["second.png"], "--mode", "restore", "--select", Selection, "--page", "2");
        second.Code.ShouldBe(0, second.Error);
        PictureFile.Load(_files["second.png"]).Pixels.Row<byte>(20).SequenceEqual(PictureFile.Load(CasePath(file), 2).Pixels.Row<byte>(20))
            .ShouldBeTrue();

        CliRun all = Run(CasePath(file), _files["all.tif"], "--mode", "restore", "--select", Selection, "--all-pages");
        all.Code.ShouldBe(0, all.Error);
        for (int page = 1; page <= 3; page++)
        {
            Picture written = PictureFile.Load(_files["all.tif"], page);
            written.PageCount.ShouldBe(3);
            written.Pixels.Row<byte>(20).SequenceEqual(PictureFile.Load(CasePath(file), page).Pixels.Row<byte>(20)).ShouldBeTrue();
        }

        Run(CasePath(file), _files["all.png"], "--mode", "restore", "--all-pages").Code.ShouldBe((int)ExitCode.Usage);
    }

    private void TooWide(string file)
    {
        CliRun run = CliRun.Of("upscale", CasePath(file), "-o", _files["out.webp"], "--scale", "4", "--model", "no-such-model");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("16383");
        run.Error.ShouldContain(".png");
    }
}
