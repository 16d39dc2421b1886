using System.Runtime.InteropServices;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>Native copies of byte arrays that live until the owner is disposed.</summary>
internal sealed unsafe class NativeCopies : IDisposable
{
    private readonly List<IntPtr> _blocks = [];

    public byte* Add(ReadOnlySpan<byte> data)
    {
        var memory = NativeMemory.Alloc((nuint)Math.Max(1, data.Length));
        _blocks.Add((IntPtr)memory);
        data.CopyTo(new Span<byte>(memory, data.Length));
        return (byte*)memory;
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            NativeMemory.Free((void*)block);
        _blocks.Clear();
    }
}
