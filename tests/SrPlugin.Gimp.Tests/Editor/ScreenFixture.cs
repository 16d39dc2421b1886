using System.Diagnostics;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>One GIMP with its windows on a screen in memory; the service has its test engine unless told otherwise.</summary>
public class ScreenFixture : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly VirtualScreen _screen = new();
    private readonly GimpProfile _profile;

    internal ScreenFixture(string engine, string? photo = null, GimpVersion? version = null)
    {
        _profile = new GimpProfile(engine, version);
        _profile.Variables["DISPLAY"] = _screen.Display;
        if (photo is not null)
            File.Copy(TestFolders.Picture(photo), _profile.PathOf(photo));
        Gimp = new GimpSession(_profile, hasWindows: true, photo);
    }

    internal GimpSession Gimp { get; }

    internal GimpProfile Profile => _profile;

    /// <summary>What the plug-in noted since the last <see cref="ForgetTrace"/>, without the times.</summary>
    internal string[] Trace => File.Exists(_profile.Trace)
        ? [.. File.ReadAllLines(_profile.Trace).Select(line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..])]
        : [];

    /// <summary>What the dialog's controls showed at a step: for each name the kind of widget, its state, range and value.</summary>
    internal Dictionary<string, string[]> Shown(string step) =>
        Trace.Select(line => line.Split('\t')).Where(parts => parts[0] == "control" && parts[1] == step)
            .ToDictionary(parts => parts[2], parts => parts[3..]);

    internal void ForgetTrace() => File.Delete(_profile.Trace);

    /// <summary>Presses keys in the window of a title.</summary>
    internal async Task Press(string title, string keys)
    {
        string[] found = [];
        await Until(() => (found = _screen.Windows(title)).Length > 0, $"a window '{title}'");
        _screen.Press(found[0], keys);
    }

    /// <summary>The screen itself.</summary>
    internal VirtualScreen Screen => _screen;

    /// <summary>Waits until a word is to be read in the topmost window, and tells where.</summary>
    internal async Task<(int X, int Y)> Seen(string word) => (await SeenAll(word))[0];

    /// <summary>
    /// Waits until words are to be read in the topmost window, and tells where: to look once is quicker than for each of them.
    /// </summary>
    internal async Task<(int X, int Y)[]> SeenAll(params string[] words)
    {
        (int X, int Y)[] places = [];
        await Until(
            () =>
            {
                ILookup<string, (int X, int Y)> seen = _screen.Read().ToLookup(
                    read => read.Word.TrimEnd('.', ':', '…'), read => (read.X, read.Y));
                places = [.. words.SelectMany(word => seen[word].Take(1))];
                return places.Length == words.Length;
            },
            $"'{string.Join("', '", words)}'");
        return places;
    }

    /// <summary>Clicks on a word in the topmost window, as soon as it is there.</summary>
    internal async Task Click(string word) => _screen.Click(await Seen(word));

    /// <summary>Holds the button down on a word until something has happened.</summary>
    internal async Task Hold(string word, Func<Task> happens) => await Hold(await Seen(word), happens);

    /// <summary>Holds the button down on a place until something has happened.</summary>
    internal async Task Hold((int X, int Y) place, Func<Task> happens)
    {
        _screen.Hover(place);
        _screen.Run("xdotool", "mousedown", "1");
        await happens();
        _screen.Run("xdotool", "mouseup", "1");
    }

    /// <summary>Rests the pointer on a word in the topmost window: that opens a submenu, which a click may close again.</summary>
    internal async Task Hover(string word) => _screen.Hover(await Seen(word));

    /// <summary>Takes a picture of the screen into out/.</summary>
    internal void Photograph(string name)
    {
        string file = Path.Combine(TestFolders.Root, "out", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _screen.Photograph(file);
        new FileInfo(file).Length.ShouldBeGreaterThan(10_000, "a screen with a dialog is no plain colour");
    }

    /// <summary>Waits for something that another process does.</summary>
    internal async Task Until(Func<bool> holds, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!holds())
        {
            waited.Elapsed.ShouldBeLessThan(Limit, $"{what} did not come; noted: {string.Join('\n', Trace)}; GIMP says: {Gimp.Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until the plug-in notes a step.</summary>
    internal Task UntilNoted(string step) =>
        Until(() => Trace.Any(line => line == step || line.StartsWith(step + "\t", StringComparison.Ordinal)), step);

    public void Dispose()
    {
        Gimp.Dispose();
        _profile.Dispose();
        _screen.Dispose();
        GC.SuppressFinalize(this);
    }
}
