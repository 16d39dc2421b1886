using System.Diagnostics;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Cli.Tests;

public sealed class PresetsAndCompletionTests
{
    [Fact]
    public void PresetsList_Names_AreThoseOfTheLibrary()
    {
        CliRun run = CliRun.Of("presets", "list");

        run.Code.ShouldBe(0, run.Error);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])
            .ShouldBe(new PresetLibrary(ControlManifest.Load()).Load().Presets.Select(preset => preset.Name));
    }

    [Fact]
    public void PresetsShow_Output_IsAPresetsFile()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, CliRun.Of("presets", "show", "gentle").Output);

            PresetFile.Read(path, ControlManifest.Load()).Recipe.Mode.ShouldBe("restore");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void PresetsShow_UnknownName_NamesTheKnown()
    {
        CliRun run = CliRun.Of("presets", "show", "gently");

        run.Code.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldContain("photo-restore");
    }

    [Theory]
    [InlineData("srplugin upscale a.png --color-fix w", "wavelet")]
    [InlineData("srplugin upscale --chang", "--change-map")]
    [InlineData("srplugin upscale a.png --preset gen", "gentle")]
    [InlineData("srplugin upscale a.png --model tiny-a", "tiny-addsr")]
    [InlineData("srplugin mod", "models")]
    public void Completion_InBash_OffersWhatTheProgramKnows(string line, string expected)
    {
        if (OperatingSystem.IsWindows())
            return;
        string program = Path.Combine(AppContext.BaseDirectory, "srplugin");
        string script = $$"""
            PATH="{{Path.GetDirectoryName(program)}}:$PATH"
            eval "$(srplugin completion bash)"
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}}) COMP_CWORD={{line.Split(' ').Length - 1}}
            _srplugin
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process bash = Process.Start(start)!;
        bash.StandardInput.Write(script);
        bash.StandardInput.Close();

        bash.StandardOutput.ReadToEnd().Split('\n').ShouldContain(expected);
    }
}
