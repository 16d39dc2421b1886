namespace SrPlugin.Networks.Tagger;

/// <summary>Sizes of a <see cref="SwinTransformer"/>; the defaults are those of Swin-L for pictures of 384×384.</summary>
public sealed record SwinConfig
{
    /// <summary>Side of the square picture in pixels.</summary>
    public long ImageSize { get; init; } = 384;

    /// <summary>Side of the square that becomes one token, in pixels.</summary>
    public long PatchSize { get; init; } = 4;

    /// <summary>Channels of a token in the first stage; every further stage doubles them.</summary>
    public long EmbedDim { get; init; } = 192;

    /// <summary>Blocks of every stage; every second block shifts its windows.</summary>
    public IReadOnlyList<long> Depths { get; init; } = [2, 2, 18, 2];

    /// <summary>Attention heads of every stage.</summary>
    public IReadOnlyList<long> NumHeads { get; init; } = [6, 12, 24, 48];

    /// <summary>Side of an attention window in tokens.</summary>
    public long WindowSize { get; init; } = 12;

    /// <summary>Channels of the last stage.</summary>
    public long OutChannels => EmbedDim << (Depths.Count - 1);

    /// <summary>Channels of a stage.</summary>
    internal long ChannelsOf(int stage) => EmbedDim << stage;

    /// <summary>Side of a stage's map in tokens.</summary>
    internal long SideOf(int stage) => ImageSize / PatchSize >> stage;

    /// <exception cref="NotSupportedException">Sizes that do not fit each other.</exception>
    internal void Validate()
    {
        if (Depths.Count == 0 || NumHeads.Count != Depths.Count)
            throw Unsupported($"depths [{string.Join(", ", Depths)}] with num_heads [{string.Join(", ", NumHeads)}]");
        for (var stage = 0; stage < Depths.Count; stage++)
        {
            if (ChannelsOf(stage) % NumHeads[stage] != 0)
                throw Unsupported($"{NumHeads[stage]} heads for {ChannelsOf(stage)} channels");
            // The windows tile every map without padding, and the last map is one whole number of windows too.
            if (ImageSize % (PatchSize << stage) != 0 || SideOf(stage) % Math.Min(WindowSize, SideOf(stage)) != 0)
                throw Unsupported($"window_size {WindowSize} on a map of {(double)ImageSize / (PatchSize << stage)} tokens");
        }
    }

    private static NotSupportedException Unsupported(string what) => new($"{nameof(SwinTransformer)} does not support {what}.");
}
