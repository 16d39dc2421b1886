using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.Tests.Jobs;

public sealed class UpscalerTests
{
    private readonly FakeRestorer _identity = new(value => value);
    private readonly FakeRestorer _inverse = new(value => 1 - value);

    [Theory]
    [InlineData(1, 1, 4.0, 4, 4)]
    [InlineData(7, 5, 1.0, 7, 5)]
    [InlineData(7, 5, 2.5, 18, 13)]
    [InlineData(1, 30, 3.0, 3, 90)]
    [InlineData(30, 1, 8.0, 240, 8)]
    [InlineData(13, 9, 6.3, 82, 57)]
    public void Run_UpscaleByAnyFactor_ReturnsTheRoundedSize(int width, int height, double factor, int expectedWidth, int expectedHeight)
    {
        var source = TestPictures.Create(width, height, 3, SampleFormat.UInt8);

        var result = new Upscaler(_identity).Run(source, new UpscaleRequest { Factor = factor }, null, CancellationToken.None);

        (result.Pixels.Width, result.Pixels.Height).ShouldBe((expectedWidth, expectedHeight));
        result.Degradation!.Value.Noise.ShouldBe(0.75f);
    }

    [Theory]
    [InlineData(1, SampleFormat.UInt8)]
    [InlineData(2, SampleFormat.UInt16)]
    [InlineData(3, SampleFormat.UInt16)]
    [InlineData(4, SampleFormat.UInt8)]
    [InlineData(4, SampleFormat.Float32)]
    public void Run_AnyChannelsAndFormat_KeepsThem(int channels, SampleFormat format)
    {
        var source = TestPictures.Create(12, 8, channels, format);

        foreach (var mode in Enum.GetValues<UpscaleMode>())
        {
            var result = new Upscaler(_inverse).Run(source, new UpscaleRequest { Mode = mode }, null, CancellationToken.None);

            (result.Pixels.Channels, result.Pixels.Format).ShouldBe((channels, format));
        }
    }

    [Fact]
    public void Run_Restore_KeepsSizeAndAlphaToTheBit()
    {
        var source = TestPictures.Create(20, 15, 4, SampleFormat.UInt16);

        var result = new Upscaler(_inverse).Run(source, new UpscaleRequest { Mode = UpscaleMode.Restore }, null, CancellationToken.None);

        var (before, after) = (source.Samples<ushort>().ToArray(), result.Pixels.Samples<ushort>().ToArray());
        for (int i = 0; i < before.Length; i++)
            Math.Abs(after[i] - (i % 4 == 3 ? before[i] : 65535 - before[i])).ShouldBeLessThanOrEqualTo(i % 4 == 3 ? 0 : 1);
    }

    [Fact]
    public void Run_RestoreByAModelThatEnlarges_ComesBackAtTheSourcesSize()
    {
        var source = TestPictures.Create(20, 15, 3, SampleFormat.UInt8);
        var sizes = new List<(int Width, int Height)>();
        var restorer = new FakeRestorer(value => value)
        {
            RestoreFactor = 4,
            Preview = (width, height) =>
            {
                sizes.Add((width, height));
                return new StepPreview(Numbered(width, height), 1, 1);
            },
        };

        var result = new Upscaler(restorer).Run(
            source, new UpscaleRequest { Mode = UpscaleMode.Restore, Selection = new PixelRectangle(3, 2, 9, 7) },
            new Progress<JobProgress>(), CancellationToken.None);

        result.Pixels.Samples<byte>().ToArray().ShouldBe(source.Samples<byte>().ToArray());
        sizes.ShouldHaveSingleItem();
        restorer.Sources.ShouldBe([(sizes[0].Width / 4, sizes[0].Height / 4)]);
    }

    [Theory]
    [InlineData(UpscaleMode.Restore, 4, null, 1, 1)]
    [InlineData(UpscaleMode.Restore, 4, 2, 1, 2)]
    [InlineData(UpscaleMode.Upscale, 1.5, null, 1, 2)]
    [InlineData(UpscaleMode.Upscale, 2, null, 1, 2)]
    [InlineData(UpscaleMode.Upscale, 3, null, 1, 4)]
    [InlineData(UpscaleMode.Upscale, 8, null, 1, 4)]
    [InlineData(UpscaleMode.Upscale, 2, 4, 1, 4)]
    [InlineData(UpscaleMode.Upscale, 2, null, 4, 4)]
    [InlineData(UpscaleMode.Upscale, 2, 1, 4, 2)]
    public void Run_WorkingScale_DecidesWhatTheNetworksSee(UpscaleMode mode, double factor, int? workingScale, int own, int expected)
    {
        var sizes = new List<int>();
        var restorer = new FakeRestorer(value => value)
        {
            RestoreFactor = own,
            Preview = (width, height) =>
            {
                sizes.Add(width);
                return new StepPreview(Numbered(width, height), 1, 1);
            },
        };
        var request = new UpscaleRequest { Mode = mode, Factor = factor, WorkingScale = workingScale };

        var result = new Upscaler(restorer)
            .Run(TestPictures.Create(20, 15, 3, SampleFormat.UInt8), request, new Progress<JobProgress>(), CancellationToken.None);

        sizes.ShouldBe([20 * expected]);
        result.Pixels.Width.ShouldBe(mode == UpscaleMode.Restore ? 20 : (int)(20 * factor));
    }

    [Fact]
    public void Run_RestoreWithoutStrength_ReturnsTheSourceToTheBit()
    {
        foreach (var format in Enum.GetValues<SampleFormat>())
        {
            var source = TestPictures.Create(33, 21, 4, format);
            var request = new UpscaleRequest { Mode = UpscaleMode.Restore, Strength = 0 };

            var result = new Upscaler(new FakeRestorer(value => 1 - value)).Run(source, request, null, CancellationToken.None);

            result.Pixels.Bytes.SequenceEqual(source.Bytes).ShouldBeTrue();
        }
    }

    [Fact]
    public void Run_EnlargedWithoutStrength_IsTheResampledSource()
    {
        var source = TestPictures.Create(20, 15, 3, SampleFormat.UInt8);
        var expected = Resampler.Resize(PlanarImage.FromPixels(source), 40, 30, ResampleFilter.Lanczos3).ToPixels(SampleFormat.UInt8);

        var result = new Upscaler(new FakeRestorer(value => 1 - value))
            .Run(source, new UpscaleRequest { Factor = 2, Strength = 0 }, null, CancellationToken.None);

        result.Pixels.Bytes.SequenceEqual(expected.Bytes).ShouldBeTrue();
    }

    [Fact]
    public void Run_IdentityInRestore_ReturnsTheSourceToTheBit()
    {
        foreach (var format in Enum.GetValues<SampleFormat>())
        {
            var source = TestPictures.Create(33, 21, 3, format);

            var result = new Upscaler(_identity)
                .Run(source, new UpscaleRequest { Mode = UpscaleMode.Restore }, null, CancellationToken.None);

            result.Pixels.Bytes.SequenceEqual(source.Bytes).ShouldBeTrue();
        }
    }

    [Fact]
    public void Run_RestoreOfASelection_LeavesEverythingOutsideBitIdentical()
    {
        var source = TestPictures.Create(60, 50, 3, SampleFormat.UInt8);
        var selection = new PixelRectangle(10, 12, 20, 15);
        var request = new UpscaleRequest { Mode = UpscaleMode.Restore, Selection = selection, Feather = 4, ContextMargin = 7 };

        var result = new Upscaler(_inverse).Run(source, request, null, CancellationToken.None);

        _inverse.Sources.ShouldBe([(37, 34)]); // from the corner of a JPEG block, left of the context and above it
        int changed = 0;
        for (int y = 0; y < source.Height; y++)
        {
            for (int x = 0; x < source.Width; x++)
            {
                bool same = source.RowBytes(y).Slice(x * 3, 3).SequenceEqual(result.Pixels.RowBytes(y).Slice(x * 3, 3));
                if (!selection.Contains(new PixelRectangle(x, y, 1, 1)))
                    same.ShouldBeTrue($"pixel {x},{y}");
                changed += same ? 0 : 1;
            }
        }

        changed.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Run_MaskInUpscale_KeepsThePlainEnlargementOutside()
    {
        var source = TestPictures.Create(40, 30, 3, SampleFormat.UInt8);
        var mask = new PixelBuffer(40, 30, 1, SampleFormat.UInt8);
        for (int y = 10; y < 20; y++)
            mask.RowBytes(y)[10..25].Fill(255);

        var result = new Upscaler(_inverse)
            .Run(source, new UpscaleRequest { Factor = 2, Mask = mask, ContextMargin = 5 }, null, CancellationToken.None);

        _inverse.Sources.ShouldBe([(30, 25)]);
        (result.Pixels.Width, result.Pixels.Height).ShouldBe((80, 60));
        var plain = Resampler.Resize(PlanarImage.FromPixels(source), 80, 60, ResampleFilter.Lanczos3).ToPixels(SampleFormat.UInt8);
        result.Pixels.Crop(new PixelRectangle(0, 0, 80, 18)).Bytes.SequenceEqual(plain.Crop(new PixelRectangle(0, 0, 80, 18)).Bytes)
            .ShouldBeTrue();
        var inside = new PixelRectangle(26, 26, 16, 8);
        result.Pixels.Crop(inside).Bytes.SequenceEqual(plain.Crop(inside).Bytes).ShouldBeFalse();
    }

    [Fact]
    public void Run_SelectionInUpscale_ReturnsTheEnlargedSelectionOnly()
    {
        var source = TestPictures.Create(40, 30, 4, SampleFormat.UInt8);
        var request = new UpscaleRequest { Factor = 4, Selection = new PixelRectangle(8, 6, 10, 5) };

        var result = new Upscaler(_identity).Run(source, request, null, CancellationToken.None);

        (result.Pixels.Width, result.Pixels.Height).ShouldBe((40, 20));
        result.Pixels.RowBytes(0)[..3].SequenceEqual(source.RowBytes(6).Slice(32, 3)).ShouldBeTrue();
    }

    [Fact]
    public void Run_InvisibleColours_AreNotShownToTheModel()
    {
        var source = new PixelBuffer(8, 8, 4, SampleFormat.UInt8);
        for (int i = 0; i < 64; i++)
            (i % 8 < 4 ? new byte[] { 100, 100, 100, 255 } : [255, 0, 255, 0]).CopyTo(source.Bytes[(i * 4)..]);

        new Upscaler(_identity).Run(source, new UpscaleRequest(), null, CancellationToken.None);

        foreach (float value in _identity.LastSource!.Data)
            value.ShouldBe(100 / 255f, 1e-3f);
    }

    [Fact]
    public void Run_GreyPicture_StaysGrey()
    {
        var source = TestPictures.Create(6, 6, 1, SampleFormat.UInt8);

        var result = new Upscaler(_identity).Run(source, new UpscaleRequest { Mode = UpscaleMode.Restore }, null, CancellationToken.None);

        result.Pixels.Bytes.SequenceEqual(source.Bytes).ShouldBeTrue();
    }

    [Fact]
    public void Run_NotANumberInAFloatPicture_IsSeenAsBlack()
    {
        var source = TestPictures.Create(4, 4, 3, SampleFormat.Float32);
        source.Samples<float>()[0] = float.NaN;
        source.Samples<float>()[1] = 7;

        new Upscaler(_identity).Run(source, new UpscaleRequest(), null, CancellationToken.None);

        _identity.LastSource!.Data[0].ShouldBe(0);
        _identity.LastSource.Data[16].ShouldBe(1);
    }

    [Theory]
    [InlineData(UpscaleMode.Restore, 1)]
    [InlineData(UpscaleMode.Upscale, 4)]
    public void Run_PreviewOfAStep_ShowsTheSelectionAlone(UpscaleMode mode, int factor)
    {
        var source = TestPictures.Create(300, 200, 3, SampleFormat.UInt8);
        var selection = new PixelRectangle(150, 100, 20, 10);
        var restorer = new FakeRestorer(value => value) { Preview = (width, height) => new StepPreview(Numbered(width, height), 2, 4) };
        var log = new ProgressLog();

        new Upscaler(restorer)
            .Run(source, new UpscaleRequest { Mode = mode, Factor = factor, Selection = selection }, log, CancellationToken.None);

        var shown = log.Reports.Single(report => report.Preview is not null).Preview!;
        (shown.Step, shown.StepCount, shown.Image.Width, shown.Image.Height).ShouldBe((2, 4, 20 * factor, 10 * factor));
        var (seenWidth, seenHeight) = restorer.Sources.Single();
        seenWidth.ShouldBeGreaterThan(20, "the model sees context too");
        int left = (int)shown.Image.Row(0, 0)[0] % (seenWidth * factor), top = (int)shown.Image.Row(0, 0)[0] / (seenWidth * factor);
        left.ShouldBeGreaterThan(0);
        left.ShouldBeLessThan((seenWidth - 19) * factor);
        top.ShouldBeInRange(1, (seenHeight - 9) * factor);
    }

    [Fact]
    public void Run_Progress_IsMonotoneAndEndsAtOne()
    {
        var log = new ProgressLog();

        new Upscaler(_identity).Run(TestPictures.Create(9, 9, 3, SampleFormat.UInt8), new UpscaleRequest(), log, CancellationToken.None);

        log.ShouldBeMonotone();
        log.Reports[0].Stage.ShouldBe(JobStage.Prepare);
        log.Reports[^1].Stage.ShouldBe(JobStage.Finish);
        log.Reports[^1].Fraction.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Should.Throw<OperationCanceledException>(
            () => new Upscaler(_identity).Run(TestPictures.Create(9, 9, 3, SampleFormat.UInt8), new UpscaleRequest(), null, source.Token));
    }

    [Fact]
    public void Run_RequestThatDoesNotFitThePicture_SaysWhy()
    {
        var source = TestPictures.Create(10, 10, 3, SampleFormat.UInt8);
        Fault(new UpscaleRequest { Selection = new PixelRectangle(5, 5, 6, 1) }).ShouldContain("outside");
        Fault(new UpscaleRequest { Mask = new PixelBuffer(9, 10, 1, SampleFormat.UInt8) }).ShouldContain("one size");
        Fault(new UpscaleRequest { Mask = new PixelBuffer(10, 10, 1, SampleFormat.UInt8) }).ShouldContain("selects nothing");

        string Fault(UpscaleRequest request) =>
            Should.Throw<InvalidOptionsException>(() => new Upscaler(_identity).Run(source, request, null, CancellationToken.None)).Message;
    }

    [Fact]
    public void Run_RandomSelectionsMasksAndFactors_NeverFailsAndIsRepeatable()
    {
        var random = new Random(7);
        for (int i = 0; i < 60; i++)
        {
            int width = random.Next(1, 40), height = random.Next(1, 40);
            var source = TestPictures.Create(width, height, random.Next(1, 5), (SampleFormat)random.Next(3), i);
            int x = random.Next(width), y = random.Next(height);
            var mask = TestPictures.Create(width, height, 1, SampleFormat.UInt8, i + 100);
            mask.Bytes[(y * width) + x] = 200;
            var request = new UpscaleRequest
            {
                Mode = (UpscaleMode)random.Next(2),
                Factor = random.Next(2) == 0 ? random.Next(1, 9) : 1 + (7 * random.NextDouble()),
                Selection = random.Next(3) == 0
                    ? null
                    : new PixelRectangle(x, y, random.Next(1, width - x + 1), random.Next(1, height - y + 1)),
                Mask = random.Next(3) == 0 ? mask : null,
                Feather = random.Next(4) * 1.5,
                ContextMargin = random.Next(20),
            };

            var first = new Upscaler(_inverse).Run(source, request, null, CancellationToken.None);
            var second = new Upscaler(_inverse).Run(source, request, null, CancellationToken.None);

            first.Pixels.Bytes.SequenceEqual(second.Pixels.Bytes).ShouldBeTrue();
        }
    }

    private static PlanarImage Numbered(int width, int height)
    {
        var image = new PlanarImage(3, height, width);
        for (int i = 0; i < image.Data.Length; i++)
            image.Data[i] = i;
        return image;
    }

    [Theory]
    [InlineData(UpscaleMode.Restore)]
    [InlineData(UpscaleMode.Upscale)]
    public void Run_MoreThanAPictureCanHold_IsRefusedBeforeTheModelRuns(UpscaleMode mode)
    {
        var restorer = new FakeRestorer(value => value) { NativeFactor = 20_000, RestoreFactor = 20_000, BytesPerPixel = 0 };
        var source = TestPictures.Create(12, 9, 3, SampleFormat.UInt8);

        var fault = Should.Throw<InvalidOptionsException>(
            () =>
                new Upscaler(restorer, long.MaxValue)
                    .Run(source, new UpscaleRequest { Mode = mode, Factor = 1 }, null, CancellationToken.None));

        fault.Message.ShouldContain("12×9 pixels");
        fault.Message.ShouldContain("at 20000 times its size");
        fault.Message.ShouldContain("select a smaller region");
        restorer.Sources.ShouldBeEmpty();
    }

    [Fact]
    public void Run_MoreThanTheMachineHolds_SaysHowLargeAJobMayBe()
    {
        var source = TestPictures.Create(200, 100, 3, SampleFormat.UInt8);
        var upscaler = new Upscaler(_identity, 16_800_000);
        var request = new UpscaleRequest { Factor = 2, WorkingScale = 4 };

        // 64 bytes for the source's pixel, 16 · 24 for the model's; the picture with it at the result's size is less.
        var fault = Should.Throw<InvalidOptionsException>(
            () => upscaler.Run(TestPictures.Create(400, 100, 3, SampleFormat.UInt8), request, null, CancellationToken.None));

        fault.Message.ShouldContain("At most 0.03 megapixels go");
        upscaler.Run(source, request, null, CancellationToken.None).Pixels.Width.ShouldBe(400);
        upscaler.Run(
            TestPictures.Create(400, 100, 3, SampleFormat.UInt8),
            request with { Selection = new PixelRectangle(0, 0, 100, 100), ContextMargin = 8 }, null, CancellationToken.None)
            .Pixels.Width.ShouldBe(200);
    }

    [Fact]
    public void Run_ManyTimesEnlarged_CountsTheResult()
    {
        var source = TestPictures.Create(100, 100, 4, SampleFormat.UInt16);

        // 16 · 12 bytes of the model's picture, 64 · (12 + 4 · 6) of the result.
        Should.Throw<InvalidOptionsException>(
            () => new Upscaler(_identity, 25_000_000).Run(source, new UpscaleRequest { Factor = 8 }, null, CancellationToken.None));
        new Upscaler(_identity, 26_000_000)
            .Run(source, new UpscaleRequest { Factor = 8 }, null, CancellationToken.None).Pixels.Width.ShouldBe(800);
    }
}
