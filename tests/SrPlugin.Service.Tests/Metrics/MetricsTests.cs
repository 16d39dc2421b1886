using System.Diagnostics.Metrics;
using SrPlugin.Protocol;
using SrPlugin.Service.Metrics;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_AfterJobsOfEveryOutcome_CountThemByStateAndPipeline()
    {
        await using RunningService service = await RunningService.StartAsync(options => options with { QueueCapacity = 9 });
        JobRequest good = Samples.Request(8, 8), bad = Samples.Request(8, 8, recipe: Samples.Told("fault=error")),
        slow = Samples.Request(8, 8, recipe: Samples.Told("delay=20 tiles=5000"));
        await service.Client.RunAsync(good, Samples.Pixels(good));
        await service.Client.RunAsync(good with { Priority = JobPriority.Batch }, Samples.Pixels(good));
        await Should.ThrowAsync<WireException>(() => service.Client.RunAsync(bad, Samples.Pixels(bad)));
        string id = await service.Client.SubmitAsync(slow with { Detached = true }, Samples.Pixels(slow));
        await Patience.UntilAsync(async () => (await service.Client.HealthAsync()).RunningJobs == 1);
        await service.Client.SubmitAsync(slow with { Detached = true }, Samples.Pixels(slow));
        using HttpResponseMessage missing = await service.Client.SendAsync(HttpMethod.Get, "/v1/nothing");

        IReadOnlyDictionary<string, double> figures = await ReadAsync(service);

        figures["""srplugin_jobs_total{state="completed",pipeline="s3diff",priority="interactive"}"""].ShouldBe(1);
        figures["""srplugin_jobs_total{state="completed",pipeline="s3diff",priority="batch"}"""].ShouldBe(1);
        figures["""srplugin_jobs_total{state="failed",pipeline="s3diff",priority="interactive"}"""].ShouldBe(1);
        figures["""srplugin_job_duration_seconds_count{pipeline="s3diff"}"""].ShouldBe(2);
        figures["""srplugin_stage_duration_seconds_total{stage="denoise",pipeline="s3diff"}"""].ShouldBeGreaterThan(0);
        figures["""srplugin_queue_jobs{priority="interactive"}"""].ShouldBe(1);
        figures["""srplugin_queue_jobs{priority="batch"}"""].ShouldBe(0);
        figures["srplugin_queue_capacity"].ShouldBe(9);
        figures["srplugin_running_jobs"].ShouldBe(1);
        figures["srplugin_process_memory_bytes"].ShouldBeGreaterThan(1e6);
        figures["srplugin_picture_memory_bytes"].ShouldBeGreaterThan(0);
        figures["srplugin_uptime_seconds"].ShouldBeGreaterThan(0);
        figures["""srplugin_refusals_total{code="not_found"}"""].ShouldBe(1);
        (await service.Client.SendAsync(HttpMethod.Delete, WireFormat.JobPath(id))).EnsureSuccessStatusCode();
        (await ReadAsync(service))["""srplugin_jobs_total{state="cancelled",pipeline="s3diff",priority="interactive"}"""].ShouldBe(1);
    }

    [Fact]
    public async Task Metrics_ContentType_IsTheFormats()
    {
        await using RunningService service = await RunningService.StartAsync();

        using HttpResponseMessage response = await service.Client.SendAsync(HttpMethod.Get, WireFormat.MetricsPath);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
    }

    [Fact]
    public void Write_AnyLabelsAndNumbers_IsSoundText()
    {
        using var meter = new Meter("test");
        using var text = new MetricsText(meter);
        Counter<double> counter = meter.CreateCounter<double>("a.b", "s", "A \"help\" with \\ and\nlines.");
        Histogram<double> histogram = meter.CreateHistogram<double>("h", "s", "H.");
        meter.CreateObservableGauge("g", () => -1.5e-7, null, "G.");
        counter.Add(0.1, new KeyValuePair<string, object?>("x", "quote \" slash \\ line \n ü"));
        counter.Add(1e21, new KeyValuePair<string, object?>("x", ""));
        foreach (double value in (double[])[0.05, 0.2, 5, 1e6])
            histogram.Record(value);

        IReadOnlyDictionary<string, double> figures = PrometheusParser.Parse(text.Write());

        figures["""a_b_seconds_total{x="quote \" slash \\ line \n ü"}"""].ShouldBe(0.1);
        figures["""a_b_seconds_total{x=""}"""].ShouldBe(1e21);
        figures["g"].ShouldBe(-1.5e-7);
        (
            figures["""h_seconds_bucket{le="0.1"}"""], figures["""h_seconds_bucket{le="0.3"}"""],
            figures["""h_seconds_bucket{le="+Inf"}"""], figures["h_seconds_count"]).ShouldBe((1, 2, 4, 4));
        figures["h_seconds_sum"].ShouldBe(1000005.25);
    }

    private static async Task<IReadOnlyDictionary<string, double>> ReadAsync(RunningService service)
    {
        using HttpResponseMessage response = await service.Client.SendAsync(HttpMethod.Get, WireFormat.MetricsPath);
        response.EnsureSuccessStatusCode();
        return PrometheusParser.Parse(await response.Content.ReadAsStringAsync());
    }
}
