using System.Collections.Concurrent;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>
/// Waits for work on other threads and reports its progress on the caller's: an editor is spoken to on one thread only.
/// </summary>
internal static class ForegroundWait
{
    /// <summary>Runs work to its end.</summary>
    /// <param name="work">Started on the thread pool.</param>
    /// <param name="report">Called on this thread with the newest progress.</param>
    public static T Run<T>(Func<IProgress<JobProgress>, Task<T>> work, Action<JobProgress> report)
    {
        using var news = new BlockingCollection<JobProgress>();
        var progress = new Queue(news);
        Task<T> running = Task.Run(() => work(progress));
        _ = running.ContinueWith(
            _ => news.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (JobProgress first in news.GetConsumingEnumerable())
        {
            JobProgress newest = first;
            while (news.TryTake(out JobProgress? newer))
                newest = newer;
            report(newest);
        }

        return running.GetAwaiter().GetResult();
    }

    private sealed class Queue(BlockingCollection<JobProgress> news) : IProgress<JobProgress>
    {
        public void Report(JobProgress value)
        {
            try
            {
                news.Add(value);
            }
            catch (InvalidOperationException)
            {
                // The work is over; what it still says comes too late.
            }
        }
    }
}
