using PaintDotNet.AppModel;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.FakeHost.Editing;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.PaintDotNet.NewImages;
using SrPlugin.PaintDotNet.Status;

namespace SrPlugin.PaintDotNet.FakeHost.Scenarios;

/// <summary>An editor whose effect works with a service under test.</summary>
internal sealed class Desk : INewImages, IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public Desk(ServiceUnderTest service)
    {
        Service = new CountingService(new ClientRestorationService(service.Options));
        var models = new ModelChoices();
        var parts = new EffectParts
        {
            Service = Service,
            Progress = new HiddenProgress(),
            NewImages = this,
            Cache = new ResultCache(1 << 28),
            Models = models,
            Downloads = new ModelDownloads(models),
        };
        Editor = new FakeEditor(() => new SuperResolutionEffect(parts));
    }

    public CountingService Service { get; }

    public FakeEditor Editor { get; }

    public List<EnlargedPicture> Opened { get; } = [];

    public EffectRun Run(FakeImage image) => Editor.OpenDialog(image).Finish(Limit);

    public string Open(EnlargedPicture picture, IAppInfoService? host, CancellationToken cancellationToken)
    {
        Opened.Add(picture);
        return "new.png";
    }

    public void Dispose() => Editor.Dispose();
}
