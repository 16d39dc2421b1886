using PaintDotNet.AppModel;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.FakeHost.Editing;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.PaintDotNet.NewImages;
using SrPlugin.PaintDotNet.Status;

namespace SrPlugin.PaintDotNet.Tests.Effects;

/// <summary>An editor with the effect, on a service that a test chooses.</summary>
internal sealed class Bench : IProgressDisplay, INewImages, IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public Bench(IRestorationService? service = null, TimeSpan debounce = default, TimeSpan takeOver = default)
    {
        Service = service as FakeRestorationService ?? new FakeRestorationService();
        Parts = new EffectParts
        {
            Service = service ?? Service,
            Progress = this,
            NewImages = this,
            Cache = new ResultCache(1 << 28),
            Models = Models,
            Downloads = new ModelDownloads(Models),
            Debounce = debounce,
            TakeOver = takeOver,
        };
        Editor = new FakeEditor(() => new SuperResolutionEffect(Parts));
    }

    public FakeRestorationService Service { get; }

    public ModelChoices Models { get; } = new();

    public EffectParts Parts { get; }

    public FakeEditor Editor { get; }

    /// <summary>The pictures that were opened as new images.</summary>
    public List<EnlargedPicture> Opened { get; } = [];

    /// <summary>What the progress window's Cancel does.</summary>
    public Action? Cancel { get; private set; }

    public IProgressReport Begin(Action cancel)
    {
        Cancel = cancel;
        return new HiddenProgress();
    }

    public string Open(EnlargedPicture picture, IAppInfoService? host, CancellationToken cancellationToken)
    {
        host.ShouldNotBeNull();
        Opened.Add(picture);
        return "new.png";
    }

    public void Dispose() => Editor.Dispose();
}
