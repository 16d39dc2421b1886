using System.Runtime.InteropServices;
using SrPlugin.Networks.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Prompts;

/// <summary>
/// Embeddings of prompts, cached by text. The text encoder is loaded when a prompt is new and, unless told otherwise, freed right
/// after: beside the UNet it would take a quarter of the model's memory for nothing.
/// </summary>
public sealed class PromptEncoder : IDisposable
{
    private const int Capacity = 64;

    private readonly CLIPTokenizer? _tokenizer;
    private readonly Func<CLIPTextModel>? _loadTextEncoder;
    private readonly bool _keepTextEncoder;
    private readonly OrderedDictionary<string, Tensor> _embeddings = new(StringComparer.Ordinal);
    private CLIPTextModel? _textEncoder;

    /// <summary>Creates the encoder; nothing is loaded yet.</summary>
    /// <param name="tokenizer">The tokenizer of the text encoder.</param>
    /// <param name="loadTextEncoder">Builds the loaded text encoder, in float32; what it returns is owned by this object.</param>
    /// <param name="keepTextEncoder">Whether the text encoder stays in memory between prompts.</param>
    public PromptEncoder(CLIPTokenizer tokenizer, Func<CLIPTextModel> loadTextEncoder, bool keepTextEncoder = false)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(loadTextEncoder);
        _tokenizer = tokenizer;
        _loadTextEncoder = loadTextEncoder;
        _keepTextEncoder = keepTextEncoder;
    }

    private PromptEncoder()
    {
    }

    /// <summary>The encoder of a model that reads no prompt: every prompt has the same embedding, [1, 1, 1], which nothing uses.</summary>
    public static PromptEncoder WithoutText() => new();

    /// <summary>Whether the text encoder is in memory now.</summary>
    public bool IsTextEncoderLoaded => _textEncoder is not null;

    /// <summary>Number of cached embeddings.</summary>
    public int CachedCount => _embeddings.Count;

    /// <summary>A prompt's embedding, [1, 77, C] float32. Borrowed: it stays the cache's.</summary>
    /// <param name="prompt">A text given to <see cref="Prepare"/> before.</param>
    /// <exception cref="KeyNotFoundException">The prompt was not prepared.</exception>
    public Tensor this[string prompt] => _embeddings[prompt];

    /// <summary>Makes sure that the embeddings of some prompts are cached.</summary>
    /// <param name="prompts">At most 64 texts; each is cut after the tokenizer's 77 tokens.</param>
    /// <param name="completed">Called with the number of prompts that are ready.</param>
    /// <param name="cancellationToken">Stops between two prompts.</param>
    public void Prepare(IReadOnlyList<string> prompts, Action<int>? completed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prompts.Count, Capacity);
        try
        {
            for (int i = 0; i < prompts.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Remember(prompts[i], _embeddings.Remove(prompts[i], out var cached) ? cached : Compute(prompts[i]));
                completed?.Invoke(i + 1);
            }
        }
        finally
        {
            if (!_keepTextEncoder)
                UnloadTextEncoder();
        }
    }

    /// <summary>Frees the text encoder; it is loaded again when needed.</summary>
    public void UnloadTextEncoder()
    {
        _textEncoder?.Dispose();
        _textEncoder = null;
    }

    /// <summary>Forgets all embeddings.</summary>
    public void Clear()
    {
        foreach (var embedding in _embeddings.Values)
            embedding.Dispose();
        _embeddings.Clear();
    }

    /// <summary>Frees the text encoder and all embeddings.</summary>
    public void Dispose()
    {
        UnloadTextEncoder();
        Clear();
    }

    // The most recently used stands last.
    private void Remember(string prompt, Tensor embedding)
    {
        _embeddings[prompt] = embedding;
        if (_embeddings.Count <= Capacity)
            return;
        _embeddings.GetAt(0).Value.Dispose();
        _embeddings.RemoveAt(0);
    }

    private Tensor Compute(string prompt)
    {
        if (_tokenizer is null || _loadTextEncoder is null)
            return zeros([1, 1, 1], float32, CPU).DetachFromDisposeScope();
        _textEncoder ??= _loadTextEncoder();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var tokens = Tokens(_tokenizer, prompt).to(_textEncoder.parameters().First().device);
        return _textEncoder.call(tokens).DetachFromDisposeScope();
    }

    private static Tensor Tokens(CLIPTokenizer tokenizer, string prompt)
    {
        var ids = tokenizer.Encode(prompt);
        var tokens = empty([1, ids.Length], int64, CPU);
        var target = MemoryMarshal.Cast<byte, long>(tokens.bytes);
        for (int i = 0; i < ids.Length; i++)
            target[i] = ids[i];
        return tokens;
    }
}
