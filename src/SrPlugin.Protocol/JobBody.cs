using System.Buffers;
using System.Text.Json;

namespace SrPlugin.Protocol;

/// <summary>
/// The body of a job: the <see cref="JobRequest"/> as one line of JSON, a line feed, the pixels, the mask. Its length says exactly that.
/// </summary>
public static class JobBody
{
    private const int ChunkBytes = 4096;

    /// <summary>The first line: JSON and its line feed.</summary>
    /// <exception cref="ArgumentException">The line is longer than <see cref="WireFormat.MaxRequestLineBytes"/>.</exception>
    public static byte[] Line(JobRequest request)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.JobRequest);
        if (json.Length >= WireFormat.MaxRequestLineBytes)
            throw new ArgumentException(
                $"The request takes {json.Length} bytes; at most {WireFormat.MaxRequestLineBytes - 1} are sent.", nameof(request));
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }

    /// <summary>
    /// Reads a body. Nothing as large as the picture is allocated before line and length agree and <paramref name="check"/> agrees.
    /// </summary>
    /// <param name="stream">The body.</param>
    /// <param name="contentLength">The length its sender claims.</param>
    /// <param name="check">Called with the request before the pixels are read; throws to refuse it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The request, the pixels, and the mask or null.</returns>
    /// <exception cref="JobBodyException">The body is not what it should be.</exception>
    /// <exception cref="EndOfStreamException">It ended early.</exception>
    public static async Task<(JobRequest Request, byte[] Pixels, byte[]? Mask)> ReadAsync(
        Stream stream, long contentLength, Action<JobRequest> check, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(check);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(WireFormat.MaxRequestLineBytes);
        try
        {
            (int lineLength, int filled) = await ReadLineAsync(stream, buffer, cancellationToken).ConfigureAwait(false);
            JobRequest request = Parse(buffer.AsSpan(0, lineLength));
            if (JobRules.FindFaults(request) is { Count: > 0 } faults)
                throw JobRules.Refuse(request, faults);
            long expected = lineLength + 1 + request.PixelBytes + request.MaskBytes;
            if (contentLength != expected)
            {
                throw new JobBodyException(ErrorCode.InvalidRequest,
                    $"The body has {contentLength} bytes, but its first line asks for {expected}: {lineLength + 1} for the line, "
                        + $"{request.PixelBytes} for the pixels, {request.MaskBytes} for the mask.");
            }

            check(request);
            var pixels = GC.AllocateUninitializedArray<byte>((int)request.PixelBytes);
            byte[]? mask = request.HasMask ? GC.AllocateUninitializedArray<byte>((int)request.MaskBytes) : null;
            ReadOnlyMemory<byte> early = buffer.AsMemory(lineLength + 1, filled - lineLength - 1);
            int inPixels = Math.Min(early.Length, pixels.Length);
            early[..inPixels].CopyTo(pixels);
            await stream.ReadExactlyAsync(pixels.AsMemory(inPixels), cancellationToken).ConfigureAwait(false);
            if (mask is not null)
            {
                int inMask = early.Length - inPixels;
                early[inPixels..].CopyTo(mask);
                await stream.ReadExactlyAsync(mask.AsMemory(inMask), cancellationToken).ConfigureAwait(false);
            }

            return (request, pixels, mask);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<(int LineLength, int Filled)> ReadLineAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < WireFormat.MaxRequestLineBytes)
        {
            int room = Math.Min(ChunkBytes, WireFormat.MaxRequestLineBytes - filled);
            int read = await stream.ReadAsync(buffer.AsMemory(filled, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new JobBodyException(ErrorCode.InvalidRequest, $"The body ends after {filled} bytes, before its first line does.");
            int feed = buffer.AsSpan(filled, read).IndexOf((byte)'\n');
            int before = filled;
            filled += read;
            if (feed >= 0)
                return (before + feed, filled);
        }

        throw new JobBodyException(
            ErrorCode.InvalidRequest, $"The body's first line is longer than {WireFormat.MaxRequestLineBytes} bytes.");
    }

    private static JobRequest Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ProtocolJson.Default.JobRequest)
                ?? throw new JobBodyException(ErrorCode.InvalidRequest, "The body's first line is null.");
        }
        catch (JsonException exception)
        {
            throw new JobBodyException(ErrorCode.InvalidRequest, $"The body's first line is no request: {exception.Message}", exception);
        }
    }
}
