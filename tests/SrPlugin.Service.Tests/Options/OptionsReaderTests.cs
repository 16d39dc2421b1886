using System.Collections;
using SrPlugin.Service.Options;
using SrPlugin.TestService;

namespace SrPlugin.Service.Tests.Options;

public sealed class OptionsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AllThree_TheCommandLineWinsOverTheEnvironmentOverTheFile()
    {
        string file = _folder.Write(
            "service.json", """{ "queueCapacity": 5, "resultTime": 7.5, "device": "cpu", /* why */ "logCount": 2, }""");
        var environment = new Hashtable
        {
            ["SRPLUGIN_SERVICE_QUEUE_CAPACITY"] = "6",
            ["SRPLUGIN_SERVICE_LOG_COUNT"] = "3",
            ["PATH"] = "x",
            ["SRPLUGIN_SERVICE"] = "/a/service",
        };

        (ServiceOptions options, IReadOnlyList<string> faults) = OptionsReader.Read(
            ["--config", file, "--queue-capacity=7", "--verbose", "true"], environment);

        faults.ShouldBeEmpty();
        (options.QueueCapacity, options.LogCount, options.ResultTime, options.Device, options.Verbose)
            .ShouldBe((7, 3, TimeSpan.FromSeconds(7.5), "cpu", true));
    }

    [Fact]
    public void Read_ManyFaults_NamesThemAll()
    {
        string file = _folder.Write("service.json", """{ "queueCapacity": 0, "colour": "red" }""");
        var environment = new Hashtable { ["SRPLUGIN_SERVICE_LOG_COUNT"] = "many", ["SRPLUGIN_SERVICE_COLOUR"] = "red" };

        IReadOnlyList<string> faults =
            OptionsReader.Read(
                ["--config", file, "loose", "--device=gpu", "--colour", "red", "--result-time", "-1", "--verbose"], environment).Faults;

        faults.Count.ShouldBe(9);
        foreach (
            string part in new[]
            {
                "queueCapacity",
                "colour in",
                "SRPLUGIN_SERVICE_LOG_COUNT",
                "SRPLUGIN_SERVICE_COLOUR",
                "'loose'",
                "--device",
                "--colour",
                "--result-time",
                "--verbose needs a value",
            })
            faults.ShouldContain(fault => fault.Contains(part, StringComparison.Ordinal), part);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void Read_FileOfAnotherForm_IsAFault(string content) =>
        OptionsReader.Read(["--config", _folder.Write("service.json", content)], new Hashtable()).Faults.Count.ShouldBe(1);

    [Fact]
    public void Read_NamedFileIsMissing_IsAFault() =>
        OptionsReader.Read(["--config", Path.Combine(_folder.Path, "none.json")], new Hashtable()).Faults.ShouldHaveSingleItem().ShouldContain("none.json");

    [Theory]
    [InlineData("--result-time", "0", "from 0.01 to 31622400")]
    [InlineData("--stall-time", "never", "from 0 to 31622400")]
    [InlineData("--queue-capacity", "2.5", "from 1 to 10000")]
    [InlineData("--device", "gpu", "auto, cpu, cuda or cuda:N")]
    [InlineData("--verbose", "yes", "true or false")]
    [InlineData("--default-model", "", "empty")]
    [InlineData("--models-folder", "", "empty")]
    public void Read_WrongValue_SaysWhatItMustBe(string option, string value, string wanted)
    {
        string fault = OptionsReader.Read([option, value], new Hashtable()).Faults.ShouldHaveSingleItem();

        fault.ShouldStartWith($"{option} is \"{value}\"; it must");
        fault.ShouldContain(wanted);
    }

    [Fact]
    public void Describe_EveryOption_CanBeGivenByItsName()
    {
        (string Name, string Help)[] all = [.. OptionsReader.Describe()];

        all.ShouldContain(option => option.Name == "exit-idle-time" && option.Help.EndsWith("Default 1800.", StringComparison.Ordinal));
        foreach ((string name, string help) in all)
            OptionsReader.Read([$"--{name}", "\0"], new Hashtable()).Faults.ShouldNotContain(
                fault => fault.Contains("not an option", StringComparison.Ordinal), help);
    }
}
