using NSubstitute;
using SrPlugin.Client;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>The effect with an editor and a service that are not there.</summary>
public sealed class SuperResolutionTests
{
    private const int Image = 3;
    private const int Drawable = 5;
    private readonly IEditor _editor = Substitute.For<IEditor>();
    private readonly IRestorationService _service = Substitute.For<IRestorationService>();
    private readonly SuperResolution _effect;
    private Func<EffectJob, Task<UpscaleResult>> _answer = _ => throw new InvalidOperationException("No answer was given.");
    private EffectJob? _sent;

    public SuperResolutionTests()
    {
        _effect = new SuperResolution(_editor, _service, new Trace());
        _editor.ReadPixels(null!, default).ReturnsForAnyArgs(call => Bytes(call.ArgAt<PictureArea>(1), 3, 7));
        _editor.ReadSelection(null!, default).ReturnsForAnyArgs(call => Bytes(call.ArgAt<PictureArea>(1), 1, 255));
        _service.RunAsync(null!, null, default).ReturnsForAnyArgs(call => _answer(call.ArgAt<EffectJob>(0)!));
        _editor.WhenForAnyArgs(editor => editor.AsOneStep(0, null!)).Do(call => call.Arg<Action>()());
        _answer = job =>
        {
            _sent = job;
            int factor = _sent.Request.Recipe!.Mode == EffectSettings.Upscale ? 2 : 1;
            PictureArea area = factor == 1
                ? new PictureArea(0, 0, _sent.Request.Width, _sent.Request.Height)
                : _sent.Request.Selection!.Value;
            return Task.FromResult(
                new UpscaleResult(
                    Details(area.Width * factor, area.Height * factor), new byte[area.Width * area.Height * factor * factor * 3]));
        };
    }

    [Fact]
    public void Restore_SelectionInTheMiddle_SendsContextAndWritesOnlyTheSelection()
    {
        Layer(300, 200, new PictureArea(112, 80, 20, 10));

        _effect.Apply([Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive);

        _sent.ShouldNotBeNull().Request.Width.ShouldBe(20 + (2 * JobBuilder.ContextMargin));
        _sent.Request.Selection.ShouldBe(new PictureArea(JobBuilder.ContextMargin, JobBuilder.ContextMargin, 20, 10));
        _sent.Request.HasMask.ShouldBeTrue();
        _editor.Received(1).ReplaceColors(
            Arg.Any<LayerPixels>(), new PictureArea(112, 80, 20, 10), Arg.Is<ReadOnlyMemory<byte>>(pixels => pixels.Length == 20 * 10 * 3),
            Arg.Is<ReadOnlyMemory<byte>>(coverage => coverage.Length == 20 * 10));
    }

    [Fact]
    public void Restore_SelectionAnywhere_SendsContextFromTheCornerOfAJpegBlock()
    {
        Layer(300, 200, new PictureArea(100, 70, 20, 10));

        _effect.Apply([Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive);

        _sent.ShouldNotBeNull().Request.Selection.ShouldBe(new PictureArea(100 - 32, 70, 20, 10));
    }

    [Fact]
    public void Restore_SelectionInACorner_SendsWhatContextThereIs()
    {
        Layer(298, 200, new PictureArea(288, 0, 10, 10));

        _effect.Apply([Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive);

        _sent.ShouldNotBeNull().Request.Width.ShouldBe(10 + JobBuilder.ContextMargin);
        _sent.Request.Height.ShouldBe(10 + JobBuilder.ContextMargin);
        _sent.Request.Selection.ShouldBe(new PictureArea(JobBuilder.ContextMargin, 0, 10, 10));
    }

    [Fact]
    public void Restore_ServiceFails_WritesNothingAndEndsTheProgressBar()
    {
        Layer(30, 20, new PictureArea(1, 2, 3, 4));
        _answer = _ => Task.FromException<UpscaleResult>(new ServiceException(ErrorCode.OutOfMemory, "No memory."));

        Should.Throw<ServiceException>(() => _effect.Apply([Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive));

        _editor.DidNotReceiveWithAnyArgs().ReplaceColors(null!, default, default, default);
        _editor.Received(1).EndProgress();
    }

    [Fact]
    public void Restore_SeveralLayers_AreWrittenAsOneStepWhenAllAreThere()
    {
        Layer(30, 20, new PictureArea(1, 2, 3, 4));

        _effect.Apply([Drawable, Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive);

        _editor.Received(1).AsOneStep(Image, Arg.Any<Action>());
        _editor.ReceivedWithAnyArgs(2).ReplaceColors(null!, default, default, default);
    }

    [Fact]
    public void Restore_SecondOfTwoLayersFails_WritesNeither()
    {
        Layer(30, 20, new PictureArea(1, 2, 3, 4));
        Func<EffectJob, Task<UpscaleResult>> good = _answer;
        int jobs = 0;
        _answer = job =>
            ++jobs == 1 ? good(job) : Task.FromException<UpscaleResult>(new ServiceException(ErrorCode.OutOfMemory, "No memory."));

        Should.Throw<ServiceException>(
            () => _effect.Apply([Drawable, Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive));

        jobs.ShouldBe(2);
        _editor.DidNotReceiveWithAnyArgs().ReplaceColors(null!, default, default, default);
    }

    [Fact]
    public void Restore_ToANewLayer_SendsNoMaskAndGivesItToTheLayer()
    {
        Layer(300, 200, new PictureArea(100, 80, 20, 10));
        _editor.ReadSelection(null!, default).ReturnsForAnyArgs(call => Bytes(call.ArgAt<PictureArea>(1), 1, 100));

        _effect.Apply([Drawable], Settings(EffectSettings.Restore) with { Target = ResultTarget.NewLayer }, JobPriority.Interactive);

        _sent.ShouldNotBeNull().Request.HasMask.ShouldBeFalse();
        _editor.DidNotReceiveWithAnyArgs().ReplaceColors(null!, default, default, default);
        _editor.Received(1).AddLayerAbove(
            Arg.Any<LayerPixels>(), new PictureArea(100, 80, 20, 10), Arg.Is<ReadOnlyMemory<byte>>(pixels => pixels.Length == 20 * 10 * 3),
            Arg.Is<ReadOnlyMemory<byte>>(mask => mask.ToArray().All(value => value == 100)));
    }

    [Fact]
    public void Restore_ShowsChanges_AddsTheMapOverTheSelectionAndSelectsTheLayer()
    {
        Layer(300, 200, new PictureArea(100, 80, 20, 10));
        int reads = 0;
        _editor.ReadPixels(null!, default).ReturnsForAnyArgs(call => Bytes(call.ArgAt<PictureArea>(1), 3, (byte)(reads++ < 2 ? 7 : 207)));
        byte[] map = [];
        _editor.AddChangeMap(
            Drawable, new PictureArea(100, 80, 20, 10), Arg.Do<ReadOnlyMemory<byte>>(colors => map = colors.ToArray()),
            Arg.Is<ReadOnlyMemory<byte>>(mask => mask.IsEmpty));

        _effect.Apply([Drawable], Settings(EffectSettings.Restore) with { ShowsChanges = true }, JobPriority.Interactive);

        map.Length.ShouldBe(20 * 10 * 4);
        map[..4].ShouldBe([255, 0, 0, 255], "much has changed");
        _editor.Received(1).SelectLayers(Image, Arg.Is<IReadOnlyList<int>>(layers => layers.Single() == Drawable));
    }

    [Fact]
    public void Restore_ShowsChangesOfANewLayer_LiesAboveItWithItsMask()
    {
        Layer(300, 200, new PictureArea(100, 80, 20, 10));
        _editor.ReadSelection(null!, default).ReturnsForAnyArgs(call => Bytes(call.ArgAt<PictureArea>(1), 1, 100));
        _editor.AddLayerAbove(null!, default, default, default).ReturnsForAnyArgs(77);

        _effect.Apply(
            [Drawable], Settings(EffectSettings.Restore) with { Target = ResultTarget.NewLayer, ShowsChanges = true },
            JobPriority.Interactive);

        _editor.Received(1).AddChangeMap(
            77, new PictureArea(0, 0, 20, 10), Arg.Any<ReadOnlyMemory<byte>>(), Arg.Is<ReadOnlyMemory<byte>>(mask => mask.Length == 200));
        _editor.Received(1).SelectLayers(Image, Arg.Is<IReadOnlyList<int>>(layers => layers.Single() == 77));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Restore_MaskWithALayerAbove_IsRefusedBeforeTheServiceIsAsked(bool isNewLayer, bool showsChanges)
    {
        ResultTarget target = isNewLayer ? ResultTarget.NewLayer : ResultTarget.Usual;
        Layer(300, 200, new PictureArea(100, 80, 20, 10), isLayer: false);

        Should.Throw<EffectException>(
            () => _effect.Apply(
                [Drawable], Settings(EffectSettings.Restore) with { Target = target, ShowsChanges = showsChanges },
                JobPriority.Interactive))
            .Message.ShouldContain("Restore it in place");

        _sent.ShouldBeNull();
    }

    [Fact]
    public void UpscaleToNewImage_ShowsChanges_AddsTheMapAtTheNewSize()
    {
        Layer(30, 20, new PictureArea(5, 5, 10, 10));
        _editor.CreateImage(null!, 0, 0, default, default).ReturnsForAnyArgs((8, 9));

        _effect.Apply([Drawable], Settings(EffectSettings.Upscale) with { ShowsChanges = true }, JobPriority.Interactive);

        _editor.Received(1).AddChangeMap(
            9, new PictureArea(0, 0, 20, 20), Arg.Is<ReadOnlyMemory<byte>>(map => map.Length == 20 * 20 * 4),
            Arg.Any<ReadOnlyMemory<byte>>());
    }

    [Fact]
    public void UpscaleWholeImage_ShowsChanges_AddsAMapForEveryLayer()
    {
        Layer(30, 20, new PictureArea(0, 0, 30, 20));
        _editor.SizeOf(Image).Returns((30, 20));
        _editor.PixelLayers(Image).Returns([Drawable, Drawable]);

        _effect.Apply(
            [Drawable], Settings(EffectSettings.Upscale) with { Target = ResultTarget.WholeImage, ShowsChanges = true },
            JobPriority.Interactive);

        _editor.Received(2).AddChangeMap(
            Drawable, new PictureArea(0, 0, 60, 40), Arg.Is<ReadOnlyMemory<byte>>(map => map.Length == 60 * 40 * 4),
            Arg.Any<ReadOnlyMemory<byte>>());
        _editor.Received(1).AsOneStep(Image, Arg.Any<Action>());
    }

    [Fact]
    public void Upscale_SeveralLayersToANewImage_IsRefused() =>
        Should.Throw<EffectException>(() => _effect.Apply([Drawable, Drawable], Settings(EffectSettings.Upscale), JobPriority.Interactive))
            .Message.ShouldContain("Several layers");

    [Fact]
    public void Restore_ServiceReturnsAnotherSize_WritesNothing()
    {
        Layer(30, 20, new PictureArea(0, 0, 30, 20));
        _answer = _ => Task.FromResult(new UpscaleResult(Details(29, 20), new byte[29 * 20 * 3]));

        Should.Throw<InvalidDataException>(() => _effect.Apply([Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive));

        _editor.DidNotReceiveWithAnyArgs().ReplaceColors(null!, default, default, default);
    }

    [Fact]
    public void Restore_SelectionOfNothing_IsRefusedBeforeTheServiceIsAsked()
    {
        Layer(30, 20, new PictureArea(0, 0, 30, 20));
        _editor.ReadSelection(null!, default).ReturnsForAnyArgs(new byte[30 * 20]);

        Should.Throw<EffectException>(
            () =>
                _effect.Apply(
                    [Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive)).Message.ShouldContain("Select ▸ None");

        _sent.ShouldBeNull();
    }

    [Fact]
    public void Restore_LargerThanAJobTakes_SaysWhatToDo()
    {
        Layer(WireFormat.MaxSide + 1, 8, new PictureArea(0, 0, WireFormat.MaxSide + 1, 8));

        Should.Throw<EffectException>(
            () =>
                _effect.Apply(
                    [Drawable], Settings(EffectSettings.Restore), JobPriority.Interactive)).Message.ShouldContain("Select a part");
    }

    [Fact]
    public void UpscaleWholeImage_SecondLayerFails_ChangesNothing()
    {
        Layer(30, 20, new PictureArea(0, 0, 30, 20));
        _editor.SizeOf(Image).Returns((30, 20));
        _editor.PixelLayers(Image).Returns([Drawable, Drawable]);
        int calls = 0;
        _answer = _ => ++calls == 1
            ? Task.FromResult(new UpscaleResult(Details(60, 40), new byte[60 * 40 * 3]))
            : Task.FromException<UpscaleResult>(new ServiceException(ErrorCode.ServiceLost, "Gone."));

        Should.Throw<ServiceException>(
            () =>
                _effect.Apply(
                    [Drawable], Settings(EffectSettings.Upscale) with { Target = ResultTarget.WholeImage }, JobPriority.Interactive));

        calls.ShouldBe(2);
        _editor.DidNotReceiveWithAnyArgs().EnlargeImage(0, 0, 0, null!);
    }

    [Fact]
    public void UpscaleWholeImage_WritingALayerFails_SaysToUndo()
    {
        Layer(30, 20, new PictureArea(0, 0, 30, 20));
        (int, int) size = (30, 20);
        _editor.SizeOf(Image).Returns(_ => size);
        _editor.PixelLayers(Image).Returns([Drawable]);
        _editor.When(editor => editor.EnlargeImage(Image, 60, 40, Arg.Any<IReadOnlyList<(LayerPixels, int, int, ReadOnlyMemory<byte>)>>()))
            .Do(_ =>
        {
            size = (60, 40);
            throw new OutOfMemoryException();
        });

        var failure = Should.Throw<EffectException>(
            () =>
                _effect.Apply(
                    [Drawable], Settings(EffectSettings.Upscale) with { Target = ResultTarget.WholeImage }, JobPriority.Interactive));

        FailureText.OfCall(failure).ShouldContain("Undo (Ctrl+Z)");
        FailureText.OfCall(failure).ShouldNotContain("unchanged");
    }

    [Fact]
    public void UpscaleToNewImage_SelectionCoversAll_MakesNoLayerMask()
    {
        Layer(30, 20, new PictureArea(5, 5, 10, 10));

        _effect.Apply([Drawable], Settings(EffectSettings.Upscale), JobPriority.Interactive);

        _editor.Received(1).CreateImage(
            Arg.Any<LayerPixels>(), 20, 20, Arg.Any<ReadOnlyMemory<byte>>(), Arg.Is<ReadOnlyMemory<byte>>(mask => mask.IsEmpty));
    }

    private static EffectSettings Settings(string mode) => new() { Recipe = new Recipe { Mode = mode, Scale = 2 } };

    private static JobResult Details(int width, int height) => new()
    {
        Width = width, Height = height, Channels = 3, SampleFormat = SampleFormat.UInt8, RecipeUsed = new Recipe(), ModelHash = "",
        Version = "", Seconds = 0,
    };

    private static byte[] Bytes(PictureArea area, int channels, byte value) =>
        [.. Enumerable.Repeat(value, area.Width * area.Height * channels)];

    private void Layer(int width, int height, PictureArea selected, bool isLayer = true) =>
        _editor.Describe(Drawable, Arg.Any<bool>()).Returns(call => new LayerPixels
    {
        Image = Image,
        Drawable = Drawable,
        IsLayer = isLayer,
        Name = "layer",
        Width = width,
        Height = height,
        Offset = (0, 0),
        Channels = 3,
        SampleFormat = SampleFormat.UInt8,
        HasSelection = !call.Arg<bool>(),
        Selected = selected,
    });
}
