using System.Collections;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Tests.Options;

public sealed class OptionsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AllThree_TheCommandLineWinsOverTheEnvironmentOverTheFile()
    {
        string file = _folder.Write("service.json", """{ "queueCapacity": 5, "resultTime": 7.5, "engine": "test", /* why */ "logCount": 2, }""");
        var environment = new Hashtable { ["SRPLUGIN_SERVICE_QUEUE_CAPACITY"] = "6", ["SRPLUGIN_SERVICE_LOG_COUNT"] = "3", ["PATH"] = "x", ["SRPLUGIN_SERVICE"] = "/a/service" };

        (ServiceOptions options, IReadOnlyList<string> faults) = OptionsReader.Read(["--config", file, "--queue-capacity=7", "--test-fault", "out-of-memory"], environment);

        faults.ShouldBeEmpty();
        (options.QueueCapacity, options.LogCount, options.ResultTime, options.Engine, options.Test.Fault)
            .ShouldBe((7, 3, TimeSpan.FromSeconds(7.5), EngineKind.Test, Service.Engines.TestFault.OutOfMemory));
    }

    [Fact]
    public void Read_ManyFaults_NamesThemAll()
    {
        string file = _folder.Write("service.json", """{ "queueCapacity": 0, "colour": "red" }""");
        var environment = new Hashtable { ["SRPLUGIN_SERVICE_ENGINE"] = "petrol", ["SRPLUGIN_SERVICE_COLOUR"] = "red" };

        IReadOnlyList<string> faults = OptionsReader.Read(["--config", file, "loose", "--device=gpu", "--colour", "red", "--result-time", "-1", "--verbose"], environment).Faults;

        faults.Count.ShouldBe(9);
        foreach (string part in new[] { "queueCapacity", "colour in", "SRPLUGIN_SERVICE_ENGINE", "SRPLUGIN_SERVICE_COLOUR", "'loose'", "--device", "--colour", "--result-time", "--verbose needs a value" })
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

    [Fact]
    public void All_Settings_HaveNamesOfTheirOwn()
    {
        SettingTable.All.Select(setting => setting.Name).ShouldBeUnique();
        SettingTable.All.ShouldAllBe(setting => setting.Help.Length > 0 && setting.Variable.StartsWith("SRPLUGIN_SERVICE_", StringComparison.Ordinal));
    }
}
