using NSubstitute;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>What the dialog shows the next time.</summary>
public sealed class LastSettingsTests : IDisposable
{
    private readonly string _profile = Directory.CreateTempSubdirectory("srg").FullName;
    private readonly LastSettings _last;

    public LastSettingsTests()
    {
        IEditor editor = Substitute.For<IEditor>();
        editor.ProfileFolder.Returns(_profile);
        _last = new LastSettings(editor, ControlManifest.Load());
    }

    public void Dispose() => Directory.Delete(_profile, recursive: true);

    [Fact]
    public void Load_WhatWasSaved_IsTheSame()
    {
        var settings = new EffectSettings
        {
            Preset = "old-scan",
            Target = ResultTarget.WholeImage,
            Recipe = new Recipe { Mode = "upscale", Scale = 2.5, Seed = 4294967295, Prompt = "Ä \"b\"" },
        };

        _last.Save(settings);

        _last.Load().ShouldBe(settings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"recipe\":{\"scale\":99}}")]
    [InlineData("{\"recipe\":[]}")]
    [InlineData("{\"target\":\"nowhere\"}")]
    [InlineData("{\"recipe\":null}")]
    public void Load_DamagedFile_IsNone(string content)
    {
        Directory.CreateDirectory(Path.Combine(_profile, "srplugin"));
        File.WriteAllText(Path.Combine(_profile, "srplugin", "last-settings.json"), content);

        _last.Load().ShouldBeNull();
    }

    [Fact]
    public void Save_FolderCannotBeMade_CostsNoRun()
    {
        File.WriteAllText(Path.Combine(_profile, "srplugin"), "a file where the folder should be");

        _last.Save(new EffectSettings());

        _last.Load().ShouldBeNull();
    }
}
