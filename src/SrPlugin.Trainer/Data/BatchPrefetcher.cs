using System.Threading.Channels;

namespace SrPlugin.Trainer.Data;

/// <summary>Makes the batches of the coming steps on a thread of its own, a bounded number ahead.</summary>
internal sealed class BatchPrefetcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<TrainingSample[]> _channel;
    private readonly Task _producer;

    /// <param name="source">Makes the samples.</param>
    /// <param name="firstStep">The step that the first batch is for.</param>
    /// <param name="shapes">Size of the batch and of its crops at a step.</param>
    /// <param name="ahead">How many batches may wait.</param>
    public BatchPrefetcher(SampleSource source, long firstStep, Func<long, BatchShape> shapes, int ahead)
    {
        _channel = Channel.CreateBounded<TrainingSample[]>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        _producer = Task.Factory.StartNew(
            () => Produce(source, firstStep, shapes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next step's batch; waits for it if need be.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, whether or not a batch is there.</exception>
    public TrainingSample[] Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            if (_channel.Reader.TryRead(out var batch))
                return batch;
            if (!_channel.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
                throw new InvalidOperationException("No more batches are being made.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _producer.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Produce(SampleSource source, long firstStep, Func<long, BatchShape> shapes)
    {
        try
        {
            for (var step = firstStep; !_stop.IsCancellationRequested; step++)
            {
                var shape = shapes(step);
                var batch = new TrainingSample[shape.Count];
                for (var i = 0; i < batch.Length && !_stop.IsCancellationRequested; i++)
                    batch[i] = source.Make(step, i, shape.CropSize, shape.GroupSize);
                source.Forget(step);
                while (!_channel.Writer.TryWrite(batch))
                {
                    if (!_channel.Writer.WaitToWriteAsync(_stop.Token).AsTask().GetAwaiter().GetResult())
                        return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed while waiting for room: nothing is left to do.
        }
        catch (Exception fault)
        {
            // Seen by whoever asks for the next batch.
            _channel.Writer.TryComplete(fault);
        }
    }
}
