using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SrPlugin.Protocol;
using SrPlugin.Service.Metrics;

namespace SrPlugin.Service.Http;

/// <summary>The figures of the service for Prometheus and its like.</summary>
internal sealed class MetricsEndpoint(ServiceMetrics metrics) : IDisposable
{
    private readonly MetricsText _text = new(metrics.Meter);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(WireFormat.MetricsPath, context =>
    {
        byte[] body = Encoding.UTF8.GetBytes(_text.Write());
        context.Response.ContentType = MetricsText.ContentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    });

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();
}
