using System.Net;
using System.Net.Http.Headers;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Connections;

/// <summary>A job's body, written straight from the caller's memory.</summary>
internal sealed class JobContent : HttpContent
{
    // A part this large goes into the socket without a copy, and small enough to tell that the other side still reads.
    private const int PartBytes = 1 << 20;

    private readonly ReadOnlyMemory<byte>[] _parts;
    private readonly Silence _silence;

    public JobContent(JobRequest request, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> mask, Silence silence)
    {
        _parts = [JobBody.Line(request), pixels, mask];
        _silence = silence;
        Headers.ContentType = new MediaTypeHeaderValue(WireFormat.JobContentType);
    }

    /// <summary>Whether anything of it was sent, or may have been.</summary>
    public bool IsBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsBegun = true;
        foreach (ReadOnlyMemory<byte> whole in _parts)
        {
            for (ReadOnlyMemory<byte> rest = whole; !rest.IsEmpty;)
            {
                ReadOnlyMemory<byte> part = rest[..Math.Min(PartBytes, rest.Length)];
                await stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                _silence.Break();
                rest = rest[part.Length..];
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _parts.Sum(part => (long)part.Length);
        return true;
    }
}
