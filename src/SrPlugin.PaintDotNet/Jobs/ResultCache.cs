using SrPlugin.PaintDotNet.Pixels;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>
/// The last results by what they were made from, for the whole process: the host may ask again after OK, perhaps with another instance of
/// the effect, and users move a slider back.
/// </summary>
/// <param name="limit">Most bytes kept. The newest result is kept in any case while its effect lives.</param>
internal sealed class ResultCache(long limit)
{
    private readonly Lock _sync = new();
    private readonly LinkedList<(string Key, RestoredRegion Region)> _newestFirst = [];

    /// <summary>The one of this process.</summary>
    public static ResultCache Shared { get; } = new(256L * 1024 * 1024);

    /// <summary>A result, which becomes the newest; null when there is none.</summary>
    public RestoredRegion? Find(string key)
    {
        lock (_sync)
        {
            for (var node = _newestFirst.First; node is not null; node = node.Next)
            {
                if (node.Value.Key != key)
                    continue;
                _newestFirst.Remove(node);
                _newestFirst.AddFirst(node);
                return node.Value.Region;
            }

            return null;
        }
    }

    /// <summary>Keeps a result, as far as it fits.</summary>
    public void Add(string key, RestoredRegion region)
    {
        lock (_sync)
        {
            _newestFirst.AddFirst((key, region));
            while (_newestFirst.Sum(entry => (long)entry.Region.Pixels.Length) > limit)
                _newestFirst.RemoveLast();
        }
    }
}
