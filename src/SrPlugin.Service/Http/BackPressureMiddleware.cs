using Microsoft.AspNetCore.Http;
using SrPlugin.Protocol;
using SrPlugin.Service.Faults;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;

namespace SrPlugin.Service.Http;

/// <summary>
/// Answers new work with <c>busy</c> while too many requests are in progress. What belongs to an accepted job is always let through, as are
/// the requests that look after the service.
/// </summary>
internal sealed class BackPressureMiddleware(RequestDelegate next, ConnectionGate gate, JobRegistry registry)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ConnectionGate.Connection? connection = context.Features.Get<ConnectionGate.Connection>();
        using IDisposable counted = gate.Begin(connection);
        bool isExcess = connection?.IsExcess == true;
        if ((isExcess || gate.IsFull) && !IsCare(context.Request) && (isExcess || !IsOfAJob(context.Request)))
        {
            context.Response.Headers.Connection = "close";
            throw new RefusedException(
                ErrorCode.Busy, $"The service is busy: {gate.Requests} requests are in progress.",
                "Try again in a moment.") { RetryTime = registry.RetryTime() };
        }

        await next(context).ConfigureAwait(false);
    }

    private static bool IsOfAJob(HttpRequest request) =>
        request.Path.StartsWithSegments(WireFormat.JobsPath, out PathString rest) && rest.HasValue;

    private static bool IsCare(HttpRequest request) =>
        HttpMethods.IsDelete(request.Method)
        || request.Path.Value is WireFormat.HealthPath or WireFormat.MetricsPath or WireFormat.ShutdownPath
        || (HttpMethods.IsGet(request.Method) && request.Path.Value == WireFormat.JobsPath);
}
