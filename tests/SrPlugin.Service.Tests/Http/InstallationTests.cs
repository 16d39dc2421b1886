using System.Net;
using System.Text;
using System.Text.Json;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Tests.Harness;
using SrPlugin.Testing.Web;

namespace SrPlugin.Service.Tests.Http;

/// <summary>Models that hosts get by one click: the catalogue, an installation with its events, and its end.</summary>
public sealed class InstallationTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = Encoding.ASCII.GetBytes("magic" + new string('x', 400_000));
    private ModelServer _web = null!;
    private RunningService _service = null!;

    private WireClient Client => _service.Client;

    public async Task InitializeAsync()
    {
        _web = await ModelServer.StartAsync();
        string catalogue = Directory.CreateDirectory(Path.Combine(_folder.Path, "catalogue")).FullName;
        File.WriteAllText(Path.Combine(catalogue, "small.json"), $$$"""
            {"id": "small", "name": "Small", "description": "For a test.", "pipeline": "s3diff", "licence": {"name": "L", "terms": "For tests only.", "url": "https://example.org/l"},
             "files": [{"path": "notes.txt", "size": {{{_content.Length}}}, "sources": ["{{{_web.AddFile("notes.txt", _content)}}}"], "signature": {"startsWith": "magic"}}]}
            """);
        _service = await RunningService.StartAsync(options => options with { ModelsFolder = _folder.Path });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _web.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Catalogue_Model_SaysWhatItTakesAndUnderWhichLicence()
    {
        CatalogueEntry model = await EntryAsync();

        model.Name.ShouldBe("Small");
        model.IsInstalled.ShouldBeFalse();
        model.DownloadBytes.ShouldBe(_content.Length);
        model.Licences.ShouldHaveSingleItem().Terms.ShouldBe("For tests only.");
    }

    [Fact]
    public async Task Install_WithoutConsent_IsRefused()
    {
        using HttpResponseMessage response = await BeginAsync("{}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await WireClient.ReadErrorAsync(response)).Message.ShouldContain("licences of Small");
        _web.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"acceptLicences\": 1}")]
    [InlineData("{\"acceptLicences\"")]
    public async Task Install_BodyThatIsNoRequest_IsRefused(string body)
    {
        using HttpResponseMessage response = await BeginAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Install_Accepted_TellsItsProgressAndInstalls()
    {
        using (HttpResponseMessage response = await BeginAsync())
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        ServerEvent[] events = await EventsAsync();

        JsonSerializer.Deserialize(events[^1].Data, ProtocolJson.Default.InstallationResult)!.Folder.ShouldBe(
            Path.Combine(_folder.Path, "small"));
        events[^1].Name.ShouldBe(JobEvents.Completed);
        File.ReadAllBytes(Path.Combine(_folder.Path, "small", "notes.txt")).ShouldBe(_content);
        CatalogueEntry model = await EntryAsync();
        (model.IsInstalled, model.Installation, model.Licences.Count).ShouldBe((true, null, 0));
    }

    [Fact]
    public async Task Install_CancelledAndRepeated_GoesOnWhereItWas()
    {
        // Pauses longer than the time between two reports, so that one follows within the seven seconds that the file takes.
        _web.Faults = request => request.Range is null ? new ServerFault { Pause = TimeSpan.FromMilliseconds(300) } : null;
        (await BeginAsync()).Dispose();
        while ((await EntryAsync()).Installation is not { CompletedBytes: > 0 })
            await Task.Delay(10);

        using (HttpResponseMessage cancelled = await Client.SendAsync(HttpMethod.Delete, WireFormat.InstallationPath("small")))
            cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        ServerEvent failed = (await EventsAsync())[^1];
        (failed.Name, JsonSerializer.Deserialize(failed.Data, ProtocolJson.Default.ErrorResponse)!.Code)
            .ShouldBe((JobEvents.Failed, ErrorCode.Cancelled));
        (await BeginAsync("{}")).Dispose();

        (await EventsAsync())[^1].Name.ShouldBe(JobEvents.Completed);
        _web.Requests.Last().Range.ShouldNotBeNull();
    }

    [Fact]
    public async Task Install_SecondRequest_JoinsTheFirst()
    {
        _web.Faults = _ => new ServerFault { Pause = TimeSpan.FromMilliseconds(10) };
        (await BeginAsync()).Dispose();
        (await BeginAsync()).Dispose();

        (await EventsAsync())[^1].Name.ShouldBe(JobEvents.Completed);
        _web.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Install_ServerRefuses_EndsWithTheReason()
    {
        _web.Faults = _ => new ServerFault { Status = 404 };
        (await BeginAsync()).Dispose();

        ServerEvent last = (await EventsAsync())[^1];

        ErrorResponse error = JsonSerializer.Deserialize(last.Data, ProtocolJson.Default.ErrorResponse)!;
        (last.Name, error.Code).ShouldBe((JobEvents.Failed, ErrorCode.DownloadFailed));
        error.Message.ShouldContain("404");
        error.Remedy.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Install_UnknownModel_IsNamed()
    {
        using HttpResponseMessage response = await Client.SendAsync(
            HttpMethod.Post, WireFormat.InstallationPath("nothing"), new StringContent("{}"));

        (await WireClient.ReadErrorAsync(response)).Code.ShouldBe(ErrorCode.ModelMissing);
        using HttpResponseMessage events = await Client.SendAsync(HttpMethod.Get, WireFormat.InstallationEventsPath("nothing"));
        events.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Install_NobodyListens_GoesOnAndKeepsAnIdleServiceUntilItsEnd()
    {
        await using RunningService idle = await RunningService.StartAsync(
            options => options with { ModelsFolder = _folder.Path, ExitIdleTime = TimeSpan.FromMilliseconds(200) });

        // Some two seconds, ten times the service's patience.
        _web.Faults = _ => new ServerFault { Pause = TimeSpan.FromMilliseconds(80) };
        (
            await idle.Client.SendAsync(
                HttpMethod.Post, WireFormat.InstallationPath("small"), new StringContent("{\"acceptLicences\": true}"))).Dispose();
        string manifest = Path.Combine(_folder.Path, "small", "manifest.json");
        while (!File.Exists(manifest) && !idle.Get<ServiceShutdown>().Begun.IsCompleted)
            await Task.Delay(10);

        File.Exists(manifest).ShouldBeTrue("the service left before the model was whole");
        await idle.Get<ServiceShutdown>().Begun.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private Task<HttpResponseMessage> BeginAsync(string body = "{\"acceptLicences\": true}") =>
        Client.SendAsync(HttpMethod.Post, WireFormat.InstallationPath("small"), new StringContent(body));

    private async Task<CatalogueEntry> EntryAsync() =>
        (await Client.GetAsync(WireFormat.CataloguePath, ProtocolJson.Default.CatalogueList)).Models.Single(model => model.Id == "small");

    private async Task<ServerEvent[]> EventsAsync()
    {
        var events = new List<ServerEvent>();
        await foreach (ServerEvent item in Client.ListenAtAsync(WireFormat.InstallationEventsPath("small")))
            events.Add(item);
        return [.. events];
    }
}
