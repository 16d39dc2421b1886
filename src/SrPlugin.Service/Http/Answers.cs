using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Http;

/// <summary>Writes answers.</summary>
internal static class Answers
{
    private static readonly TimeSpan _shortestRetry = TimeSpan.FromSeconds(1);

    /// <summary>A JSON answer.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>An error.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">The error.</param>
    /// <param name="retryTime">The time after which to ask again, where that is known.</param>
    public static Task WriteAsync(HttpContext context, ErrorResponse error, TimeSpan? retryTime = null)
    {
        int status = StatusOf(error.Code);
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = Math.Ceiling((retryTime ?? _shortestRetry).TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, error, ProtocolJson.Default.ErrorResponse, status);
    }

    /// <summary>The status that goes with an error.</summary>
    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest or ErrorCode.UnsupportedVersion => StatusCodes.Status400BadRequest,
        ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.Cancelled => StatusCodes.Status409Conflict,
        ErrorCode.ModelMissing or ErrorCode.ModelDamaged or ErrorCode.DeviceUnavailable => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.DownloadFailed => StatusCodes.Status502BadGateway,
        ErrorCode.Busy or ErrorCode.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.OutOfMemory => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };
}
