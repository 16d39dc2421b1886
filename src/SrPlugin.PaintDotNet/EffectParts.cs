using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.PaintDotNet.NewImages;
using SrPlugin.PaintDotNet.Status;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.PaintDotNet;

/// <summary>What the effect works with. Making it touches neither disk nor service.</summary>
internal sealed record EffectParts
{
    /// <summary>The inference service.</summary>
    public required IRestorationService Service { get; init; }

    /// <summary>Shows progress.</summary>
    public required IProgressDisplay Progress { get; init; }

    /// <summary>Takes enlarged pictures.</summary>
    public required INewImages NewImages { get; init; }

    /// <summary>Results of this process.</summary>
    public required ResultCache Cache { get; init; }

    /// <summary>The models to choose from.</summary>
    public required ModelChoices Models { get; init; }

    /// <summary>The downloads of models.</summary>
    public required ModelDownloads Downloads { get; init; }

    /// <summary>How long the settings must rest before a job starts.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a job goes on after the host's cancel, in case the next token asks for the same: so it is after OK.</summary>
    public TimeSpan TakeOver { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Those of the product.</summary>
    public static EffectParts Create() => new()
    {
        Service = ClientRestorationService.Shared,
        Progress = OperatingSystem.IsWindows() ? new ProgressWindows() : new HiddenProgress(),
        NewImages = PictureFiles.InPictures(),
        Cache = ResultCache.Shared,
        Models = ModelChoices.Shared,
        Downloads = ModelDownloads.Shared,
    };

    /// <summary>Reads what the dialog offers: the manifest, which is built in, and the presets, the user's too.</summary>
    public ControlSet CreateControlSet()
    {
        var manifest = ControlManifest.Load();
        return new ControlSet(manifest, new PresetLibrary(manifest).Load().Presets, Models);
    }
}
