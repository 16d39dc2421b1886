using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.Client.Tests;

public sealed class ModelInstallationTests
{
    private static readonly InstallationRequest Accepted = new() { AcceptLicences = true };

    [Fact]
    public async Task Install_Events_AreProgressAndResult()
    {
        InstallationRequest? received = null;
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.InstallationPath("s3diff"), async context =>
            {
                received = (InstallationRequest?)await context.Request.ReadFromJsonAsync(typeof(InstallationRequest), ProtocolJson.Default);
                await FakeService.JsonAsync(context, new InstallationProgress { Stage = "asking" }, StatusCodes.Status202Accepted);
            });
            web.MapGet(WireFormat.InstallationEventsPath("s3diff"), context => FakeService.SayAsync(
                context,
                "event: progress\ndata: {\"stage\":\"downloading\",\"completedBytes\":5,\"totalBytes\":10}\n\nevent: heartbeat\ndata: "
                + "{\"silentSeconds\":0}\n\n"
                + "event: later\ndata: {}\n\nevent: completed\ndata: {\"id\":\"s3diff\",\"folder\":\"/m/s3diff\"}\n\n"));
        });
        var told = new List<InstallationProgress>();

        InstallationResult result = await service.Connect().InstallModelAsync(
            "s3diff", Accepted, new Recorder(told), CancellationToken.None);

        result.Folder.ShouldBe("/m/s3diff");
        received!.AcceptLicences.ShouldBeTrue();
        told.ShouldHaveSingleItem().CompletedBytes.ShouldBe(5);
    }

    [Fact]
    public async Task Install_Fails_ThrowsTheServicesReason()
    {
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.InstallationPath("s3diff"), FakeService.AcceptAsync);
            web.MapGet(WireFormat.InstallationEventsPath("s3diff"), context => FakeService.SayAsync(
                context, "event: failed\ndata: {\"code\":\"download_failed\",\"message\":\"No.\",\"remedy\":\"Again.\"}\n\n"));
        });

        ServiceException fault = await Should.ThrowAsync<ServiceException>(
            () => service.Connect().InstallModelAsync("s3diff", Accepted, null, CancellationToken.None));

        (fault.Code, fault.Message, fault.Remedy).ShouldBe((ErrorCode.DownloadFailed, "No.", "Again."));
    }

    [Fact]
    public async Task Install_Cancelled_EndsTheInstallation()
    {
        var deleted = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        await using FakeService service = await FakeService.StartAsync(web =>
        {
            web.MapPost(WireFormat.InstallationPath("s3diff"), FakeService.AcceptAsync);
            web.MapGet(WireFormat.InstallationEventsPath("s3diff"), async context =>
            {
                await FakeService.SayAsync(context, "event: progress\ndata: {\"stage\":\"downloading\"}\n\n");
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            });
            web.MapDelete(WireFormat.InstallationPath("s3diff"), context =>
            {
                deleted.TrySetResult();
                return FakeService.JsonAsync(context, new InstallationProgress { Stage = "downloading" });
            });
        });

        await Should.ThrowAsync<OperationCanceledException>(
            () => service.Connect().InstallModelAsync("s3diff", Accepted, null, cancel.Token));

        await deleted.Task;
    }

    [Fact]
    public async Task Catalogue_Answer_IsRead()
    {
        await using FakeService service = await FakeService.StartAsync(web => web.MapGet(WireFormat.CataloguePath, context => FakeService.JsonAsync(context, new CatalogueList(
            [
                new CatalogueEntry
                {
                    Id = "s3diff",
                    Name = "S3Diff",
                    Description = "Good.",
                    Family = "s3diff",
                    IsInstalled = false,
                    Licences = [new LicenceTerms("SD-Turbo", "L", "T", null)],
                }
            ]))));

        CatalogueList list = await service.Connect().GetCatalogueAsync(CancellationToken.None);

        list.Models.ShouldHaveSingleItem().Licences.ShouldHaveSingleItem().Subject.ShouldBe("SD-Turbo");
    }

    private sealed class Recorder(List<InstallationProgress> told) : IProgress<InstallationProgress>
    {
        public void Report(InstallationProgress value) => told.Add(value);
    }
}
