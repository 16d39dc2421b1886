using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SrPlugin.Protocol;
using SrPlugin.Service.Faults;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Metrics;

namespace SrPlugin.Service.Http;

/// <summary>Answers every failed request with an error, or closes the connection when the answer can no longer be sent.</summary>
internal sealed class ErrorHandlingMiddleware(
    RequestDelegate next, IdleExit idle, ServiceMetrics metrics, ILogger<ErrorHandlingMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using IDisposable busy = idle.Hold();
        try
        {
            await next(context).ConfigureAwait(false);
            bool isUnanswered = !context.Response.HasStarted
                && context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
                    && context.Response.ContentLength is null;
            if (isUnanswered)
            {
                metrics.AddRefusal(ErrorCode.NotFound);
                await Answers.WriteAsync(context, Error(ErrorCode.NotFound, "There is nothing here; docs/service-api.md lists the paths."))
                    .ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || exception is ConnectionResetException)
        {
            context.Abort();
        }
        catch (BadHttpRequestException exception)
        {
            await AnswerAsync(
                context,
                Error(
                    exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCode.TooLarge : ErrorCode.InvalidRequest,
                    exception.Message)).ConfigureAwait(false);
        }
        catch (EndOfStreamException)
        {
            await AnswerAsync(context, Error(ErrorCode.InvalidRequest, "The body ended early.")).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The edge of a request.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ErrorResponse error = FaultCatalog.Describe(exception);
            if (error.Code == ErrorCode.EngineFailed)
                log.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path.Value);
            await AnswerAsync(context, error, (exception as RefusedException)?.RetryTime).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, ErrorResponse error, TimeSpan? retryTime = null)
    {
        metrics.AddRefusal(error.Code);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        bool closes = context.Response.Headers.Connection == "close";
        context.Response.Clear();
        if (closes)
            context.Response.Headers.Connection = "close";
        try
        {
            await Answers.WriteAsync(context, error, retryTime).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static ErrorResponse Error(ErrorCode code, string message) => new() { Code = code, Message = message };
}
