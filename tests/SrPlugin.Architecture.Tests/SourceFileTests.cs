using System.Text.RegularExpressions;

namespace SrPlugin.Architecture.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed partial class SourceFileTests
{
    private const int MaximumLines = 400;
    private const int MaximumColumns = 140;

    [Fact]
    public void SourceFile_Lines_AreNoLongerThanTheLimit() =>
        Repository.SourceFiles("src")
            .SelectMany(path => File.ReadLines(path).Select((line, i) => (Place: $"{Repository.Relative(path)}:{i + 1}", line.Length)))
            .Where(line => line.Length > MaximumColumns)
            .Select(line => line.Place)
            .ShouldBeEmpty();

    [Fact]
    public void SourceFile_Name_SaysWhatItHolds()
    {
        string[] emptyWords = ["Utils", "Utilities", "Helper", "Helpers", "Common", "Manager", "Misc"];

        Repository.SourceFiles("src")
            .Where(path => emptyWords.Any(word => Path.GetFileNameWithoutExtension(path).EndsWith(word, StringComparison.Ordinal)))
            .Select(Repository.Relative)
            .ShouldBeEmpty();
    }

    [Fact]
    public void SourceFile_Length_FitsOneSubject() =>
        Repository.SourceFiles("src")
            .Where(path => File.ReadLines(path).Count() > MaximumLines)
            .Select(Repository.Relative)
            .ShouldBeEmpty($"a file longer than {MaximumLines} lines has more than one subject");

    [Fact]
    public void SourceFile_Namespace_IsItsFolder()
    {
        var wrong = new List<string>();
        foreach (string path in Repository.SourceFiles("src"))
        {
            Match declared = NamespaceDeclaration().Match(File.ReadAllText(path));
            string expected = Path.GetDirectoryName(Repository.Relative(path))!.Replace('\\', '/')["src/".Length..].Replace('/', '.');
            if (declared.Success && declared.Groups[1].Value != expected)
                wrong.Add($"{Repository.Relative(path)}: {declared.Groups[1].Value}, not {expected}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void SourceFile_PublicTypes_OneAFile()
    {
        Repository.SourceFiles("src")
            .Where(path => PublicType().Count(File.ReadAllText(path)) > 1)
            .Select(Repository.Relative)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SrPlugin.Networks", @"\b(File|Directory|Path|FileStream)\.", "file paths belong to Weights and to its callers")]
    [InlineData("SrPlugin.Networks", @"torch\.CUDA|cuda\.is_available", "the device is the caller's choice")]
    [InlineData("SrPlugin.Networks", @"\bConsole\.", "only the process edge talks to the user")]
    [InlineData("SrPlugin.Inference", @"\bConsole\.", "only the process edge talks to the user")]
    [InlineData("SrPlugin.Imaging", @"\bConsole\.|TorchSharp", "Imaging is torch-free and silent")]
    [InlineData("SrPlugin.Weights", @"\bConsole\.|TorchSharp", "Weights is torch-free and silent")]
    public void SourceFile_Mentions_NothingItMustNotKnow(string project, string pattern, string why) =>
        Repository.SourceFiles($"src/{project}")
            .SelectMany(path => File.ReadLines(path)
                .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Regex.IsMatch(line, pattern))
                .Select(line => $"{Repository.Relative(path)}: {line.Trim()}"))
            .ShouldBeEmpty(why);

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(
        @"^public (?:static |sealed |abstract |readonly |partial |unsafe )*(?:class|struct|record|interface|enum|delegate)\b",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
