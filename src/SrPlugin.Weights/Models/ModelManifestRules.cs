using System.Buffers;

namespace SrPlugin.Weights.Models;

/// <summary>What a manifest may say.</summary>
internal static class ModelManifestRules
{
    private const int MaxIdLength = 64;

    private static readonly SearchValues<char> _idCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> _forbiddenInPaths = SearchValues.Create("\\:*?\"<>|");
    private static readonly string[] _pipelines = ["s3diff", "addsr", ModelManifest.BasePipeline];

    public static bool IsId(string id) =>
        id.Length is > 0 and <= MaxIdLength && char.IsAsciiLetterOrDigit(id[0]) && !id.AsSpan().ContainsAnyExcept(_idCharacters);

    /// <summary>Every fault, in the order of the file; empty when there is none.</summary>
    public static IReadOnlyList<string> FindFaults(ModelManifest manifest)
    {
        var faults = new List<string>();
        void Check(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        Check(IsId(manifest.Id), $"id '{manifest.Id}' is not 1 to {MaxIdLength} lower-case letters, digits, '.', '_' or '-'");
        Check(manifest.Name.Length > 0, "name is missing");
        Check(manifest.Description.Length > 0, "description is missing");
        Check(_pipelines.Contains(manifest.Pipeline), $"pipeline '{manifest.Pipeline}' is not one of {string.Join(", ", _pipelines)}");
        Check(manifest.Licence.Name.Length > 0, "licence.name is missing");
        Check(manifest.Licence.Terms.Length > 0, "licence.terms is missing");
        Check(
            manifest.Licence.Url is null || IsWebAddress(manifest.Licence.Url),
            $"licence.url '{manifest.Licence.Url}' is not a web address");
        Check(manifest.Files.Count > 0, "files is empty");
        foreach (var file in manifest.Files)
        {
            Check(IsInsidePath(file.Path), $"file path '{file.Path}' does not name a file inside the model's folder");
            Check(file.Size >= 0, $"size {file.Size} of '{file.Path}' is negative");
            Check(
                file.Sha256.Length == 64 && file.Sha256.All(char.IsAsciiHexDigit), $"sha256 of '{file.Path}' is not 64 hexadecimal digits");
            foreach (var source in file.Sources.Where(source => !IsWebAddress(source)))
                faults.Add($"source '{source}' of '{file.Path}' is not a web address");
        }
        foreach (var twice in manifest.Files.GroupBy(file => file.Path, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            faults.Add($"file path '{twice.Key}' occurs twice");
        Check(manifest.Base is null || IsId(manifest.Base) || Path.IsPathFullyQualified(manifest.Base),
            $"base '{manifest.Base}' is neither a model's id nor the full path of a folder");
        Check(manifest.Base is null || manifest.Base != manifest.Id, $"base '{manifest.Base}' is the model itself");

        var configuration = manifest.Configuration;
        Check(
            configuration.GuidanceScale is null or (>= 1 and <= 100),
            $"configuration.guidanceScale {configuration.GuidanceScale} is not in 1…100");
        Check(configuration.BlurScore is null or (>= 0 and <= 1), $"configuration.blurScore {configuration.BlurScore} is not in 0…1");
        Check(configuration.NoiseScore is null or (>= 0 and <= 1), $"configuration.noiseScore {configuration.NoiseScore} is not in 0…1");
        Check(
            configuration.WorkingScale is null or 1 or 2 or 4, $"configuration.workingScale {configuration.WorkingScale} is not 1, 2 or 4");
        Check(
            configuration.ColorFix is null or "wavelet" or "adain" or "none",
            $"configuration.colorFix '{configuration.ColorFix}' is not wavelet, adain or none");
        Check(
            configuration.StartTimestep is null or (>= 0 and <= 999),
            $"configuration.startTimestep {configuration.StartTimestep} is not in 0…999");
        return faults;
    }

    // Judged the same on every system, so that a manifest made on one cannot leave its folder on another.
    private static bool IsInsidePath(string path) =>
        path.Length > 0 && !path.AsSpan().ContainsAny(_forbiddenInPaths) && !path.Any(char.IsControl) &&
        path.Split('/').All(segment => segment.Trim(' ', '.').Length > 0) &&
        !path.Equals(ModelManifest.FileName, StringComparison.OrdinalIgnoreCase);

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
}
