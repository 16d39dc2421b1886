using System.Collections;
using System.Text.Json;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Options;

/// <summary>Reads the options: the file, over it the environment, over that the command line. Every fault is found at once.</summary>
internal sealed class OptionsReader
{
    private const int LongestFile = 1 << 20;

    private readonly List<string> _faults = [];
    private ServiceOptions _options = new() { LogFolder = Path.Combine(UserFolders.State, "logs") };

    private OptionsReader()
    {
    }

    /// <summary>The usual place of the file.</summary>
    public static string DefaultFile => Path.Combine(UserFolders.Config, "service.json");

    /// <summary>Reads all three.</summary>
    /// <param name="arguments">The command line; <c>--config FILE</c> names another file.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>The options, and everything that is wrong; the options count only where nothing is.</returns>
    public static (ServiceOptions Options, IReadOnlyList<string> Faults) Read(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var reader = new OptionsReader();
        List<(string Name, string Value)> line = reader.Split(arguments);
        string? file = line.LastOrDefault(pair => pair.Name == "config").Value;
        reader.ReadFile(file ?? DefaultFile, mustExist: file is not null);
        reader.ReadEnvironment(environment);
        foreach ((string name, string value) in line.Where(pair => pair.Name != "config"))
            reader.Apply(SettingTable.All.FirstOrDefault(setting => setting.Name == name), $"--{name}", value);
        return (reader._options, reader._faults);
    }

    private List<(string Name, string Value)> Split(IReadOnlyList<string> arguments)
    {
        var pairs = new List<(string, string)>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                _faults.Add($"'{argument}' is no option; options begin with --.");
            else if (equals > 0)
                pairs.Add((argument[2..equals], argument[(equals + 1)..]));
            else if (i + 1 < arguments.Count)
                pairs.Add((argument[2..], arguments[++i]));
            else
                _faults.Add($"{argument} needs a value.");
        }

        return pairs;
    }

    private void ReadFile(string path, bool mustExist)
    {
        if (!mustExist && !File.Exists(path))
            return;
        try
        {
            if (new FileInfo(path).Length > LongestFile)
            {
                _faults.Add($"{path} is longer than {LongestFile} bytes.");
                return;
            }

            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                _faults.Add($"{path} is no JSON object.");
                return;
            }

            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                string value = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
                Apply(SettingTable.All.FirstOrDefault(setting => setting.Key == member.Name), $"{member.Name} in {path}", value);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            _faults.Add($"{path} cannot be read: {exception.Message}");
        }
    }

    private void ReadEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry entry in environment)
        {
            string name = (string)entry.Key;
            if (name.StartsWith(Setting.VariablePrefix, StringComparison.Ordinal))
                Apply(SettingTable.All.FirstOrDefault(setting => setting.Variable == name), name, (string?)entry.Value ?? "");
        }
    }

    private void Apply(Setting? setting, string where, string value)
    {
        if (setting is null)
        {
            _faults.Add($"There is no option {where}.");
            return;
        }

        try
        {
            _options = setting.Apply(_options, value);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            _faults.Add($"{where} is \"{value}\"; it {(exception is FormatException ? exception.Message : $"is unusable: {exception.Message}")}.");
        }
    }
}
