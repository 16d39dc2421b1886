namespace SrPlugin.Protocol.Tests;

public sealed class JobBodyTests
{
    private static readonly JobRequest _request = new()
    {
        Width = 5,
        Height = 4,
        Channels = 3,
        SampleFormat = SampleFormat.UInt16,
        HasMask = true,
        Recipe = new Recipe { Prompt = "größer\n✓" },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task ReadAsync_WhatWasWritten_ComesBackHoweverItIsCut(int pieceBytes)
    {
        byte[] pixels = Bytes(_request.PixelBytes), mask = Bytes(_request.MaskBytes);
        var body = new MemoryStream();
        body.Write([.. JobBody.Line(_request), .. pixels, .. mask]);
        JobRequest? seen = null;

        (JobRequest request, byte[] read, byte[]? readMask) = await JobBody.ReadAsync(
            new PiecewiseStream(body.ToArray(), pieceBytes), body.Length, checkedRequest => seen = checkedRequest, CancellationToken.None);

        request.ShouldBe(_request);
        seen.ShouldBe(_request);
        read.ShouldBe(pixels);
        readMask.ShouldBe(mask);
    }

    [Fact]
    public async Task ReadAsync_ShorterThanItClaims_SaysSo()
    {
        byte[] line = JobBody.Line(_request);

        await Should.ThrowAsync<EndOfStreamException>(() => JobBody.ReadAsync(
            new MemoryStream([.. line, 1, 2]), line.Length + _request.PixelBytes + _request.MaskBytes, _ => { }, CancellationToken.None));
    }

    [Fact]
    public async Task ReadAsync_LengthDoesNotFit_IsRefusedBeforeAnythingIsAllocated()
    {
        JobRequest huge =
            _request with { Width = 60_000, Height = 10_000, Channels = 1, SampleFormat = SampleFormat.UInt8, HasMask = false };
        byte[] line = JobBody.Line(huge);
        long before = GC.GetAllocatedBytesForCurrentThread();

        await Should.ThrowAsync<JobBodyException>(
            () => JobBody.ReadAsync(new MemoryStream(line), line.Length, _ => { }, CancellationToken.None));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
    }

    [Fact]
    public async Task ReadAsync_CheckRefuses_NothingMoreIsRead()
    {
        byte[] line = JobBody.Line(_request);
        var body = new PiecewiseStream([.. line, .. Bytes(_request.PixelBytes + _request.MaskBytes)], line.Length);

        await Should.ThrowAsync<InvalidOperationException>(() => JobBody.ReadAsync(
            body, line.Length + _request.PixelBytes + _request.MaskBytes, _ => throw new InvalidOperationException("no"),
            CancellationToken.None));

        body.Position.ShouldBe(line.Length);
    }

    [Fact]
    public async Task ReadAsync_RandomLines_AreReadOrRefused()
    {
        var random = new Random(5);
        byte[] sound = JobBody.Line(_request);
        for (int i = 0; i < 5000; i++)
        {
            byte[] line = (byte[])sound.Clone();
            for (int change = random.Next(1, 6); change > 0; change--)
                line[random.Next(line.Length)] = (byte)random.Next(256);
            try
            {
                await JobBody.ReadAsync(new MemoryStream(line), line.Length, _ => { }, CancellationToken.None);
            }
            catch (Exception exception) when (exception is JobBodyException or EndOfStreamException)
            {
                // What it should be.
            }
        }
    }

    [Fact]
    public void Line_TooLong_IsRefused() =>
        Should.Throw<ArgumentException>(
            () => JobBody.Line(_request with { Recipe = new Recipe { Prompt = new string('x', WireFormat.MaxRequestLineBytes) } }));

    private static byte[] Bytes(long count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Gives at most so many bytes at once, as a socket may.</summary>
    private sealed class PiecewiseStream(byte[] bytes, int pieceBytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceBytes)], cancellationToken);
    }
}
