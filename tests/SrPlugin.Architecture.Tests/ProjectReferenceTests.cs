namespace SrPlugin.Architecture.Tests;

/// <summary>The arrows between the projects, as docs/dev/architecture.md draws them.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["SrPlugin.Protocol"] = [],
        ["SrPlugin.Client"] = ["SrPlugin.Protocol"],
        ["SrPlugin.PaintDotNet"] = ["SrPlugin.Client", "SrPlugin.Protocol"],
        ["SrPlugin.Gimp"] = ["SrPlugin.Client", "SrPlugin.Protocol"],
        ["SrPlugin.Imaging"] = [],
        ["SrPlugin.Weights"] = ["SrPlugin.Protocol"],
        ["SrPlugin.Networks"] = ["SrPlugin.Weights"],
        ["SrPlugin.Inference"] = ["SrPlugin.Networks", "SrPlugin.Weights", "SrPlugin.Imaging"],
        ["SrPlugin.Trainer"] = [
            "SrPlugin.Jobs", "SrPlugin.Protocol", "SrPlugin.Networks", "SrPlugin.Inference", "SrPlugin.Imaging", "SrPlugin.Weights"
        ],
        ["SrPlugin.Jobs"] = ["SrPlugin.Protocol", "SrPlugin.Inference", "SrPlugin.Imaging", "SrPlugin.Weights"],
        ["SrPlugin.Service"] = ["SrPlugin.Protocol", "SrPlugin.Jobs", "SrPlugin.Inference", "SrPlugin.Imaging", "SrPlugin.Weights"],
        ["SrPlugin.Cli"] = [
            "SrPlugin.Client", "SrPlugin.Protocol", "SrPlugin.Jobs", "SrPlugin.Inference", "SrPlugin.Imaging", "SrPlugin.Weights"
        ],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["SrPlugin.Networks"] = ["Microsoft.ML.Tokenizers"],
        ["SrPlugin.Imaging"] = [
            "NetVips", "NetVips.Native.linux-x64", "NetVips.Native.win-x64", "NetVips.Native.osx-arm64", "SixLabors.ImageSharp"
        ],
        ["SrPlugin.Trainer"] = ["System.CommandLine"],
        ["SrPlugin.Cli"] =
        [
            "Microsoft.Data.Sqlite", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.FileSystemGlobbing",
            "Spectre.Console",
            "System.CommandLine", "System.IO.Hashing",
        ],
    };

    private static readonly string[] TorchProjects = [
        "SrPlugin.Networks", "SrPlugin.Inference", "SrPlugin.Jobs", "SrPlugin.Service", "SrPlugin.Trainer", "SrPlugin.Cli"
    ];

    public static TheoryData<string> SourceProjects => [.. Repository.Projects("src").Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void SourceProject_References_OnlyWhatTheArchitectureAllows(string name)
    {
        SourceProject project = Project(name);

        AllowedReferences.ShouldContainKey(name, "a new project needs its line in docs/dev/architecture.md and here");
        project.ReferenceNames.Except(AllowedReferences[name]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void SourceProject_Packages_OnlyThoseItIsAllowed(string name) =>
        Project(name).Packages.Except(AllowedPackages.GetValueOrDefault(name, [])).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void SourceProject_UsesTorch_OnlyWhereTensorsAreComputed(string name) =>
        Project(name).UsesTorch.ShouldBe(TorchProjects.Contains(name));

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void SourceProject_LiesIn_AFolderOfItsName(string name) =>
        Path.GetFileName(Project(name).Folder).ShouldBe(name);

    [Fact]
    public void SourceProjects_NeverReference_Tests() =>
        Repository.Projects("src").SelectMany(project => project.References)
            .Where(path => !Repository.Relative(path).StartsWith("src/", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void TestProjects_Mirror_SourceProjects()
    {
        IEnumerable<string> sources = Repository.Projects("src").Select(project => project.Name + ".Tests");
        IEnumerable<string> tests = Repository.Projects("tests").Select(project => project.Name);

        sources.Except(tests).ShouldBeEmpty("every project of src has its test project");
    }

    [Fact]
    public void Solution_Lists_EveryProject()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "SrPlugin.sln")).Replace('\\', '/');

        Repository.Projects("src").Concat(Repository.Projects("tests"))
            .Select(project => Repository.Relative(project.Path))
            .Where(path => !solution.Contains(path, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static SourceProject Project(string name) => Repository.Projects("src").Single(project => project.Name == name);
}
