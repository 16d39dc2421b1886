using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace SrPlugin.Inference.Devices;

/// <summary>
/// Looks at a native library before it is loaded: a file that is cut off ends the process (SIGBUS) when Linux loads it, and for one that
/// was built for another processor the loader says that there is no such file.
/// </summary>
internal static class NativeFile
{
    private const int ElfHeaderSize = 64;
    private const uint ElfMagic = 0x464c457f;
    private const uint NoBits = 8; // SHT_NOBITS: a section without bytes in the file

    /// <summary>Finds what makes a file unusable as a native library of this process.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What is wrong, as the end of a sentence that begins with the file; null where nothing is.</returns>
    public static string? FindFault(string path)
    {
        if (!File.Exists(path))
            return "is missing";
        try
        {
            using FileStream file = File.OpenRead(path);
            return OperatingSystem.IsLinux() ? FindElfFault(file) : OperatingSystem.IsWindows() ? FindWindowsFault(file) : null;
        }
        catch (Exception exception) when (exception is EndOfStreamException or BadImageFormatException or OverflowException)
        {
            return "is damaged or cut off";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read ({exception.Message})";
        }
    }

    private static string? FindElfFault(FileStream file)
    {
        Span<byte> header = stackalloc byte[ElfHeaderSize];
        file.ReadExactly(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != ElfMagic || header[4] != 2)
            return "is not a library for 64-bit Linux";
        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]); // e_machine
        ushort expected = (ushort)(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 183 : 62); // EM_AARCH64, EM_X86_64
        if (machine != expected)
            return OfOtherArchitecture(machine switch { 183 => "Arm64", 62 => "X64", _ => $"type {machine}" });
        return ElfLength(file, header) > (ulong)file.Length ? "is cut off" : null;
    }

    // The end of the last segment or section.
    private static ulong ElfLength(FileStream file, ReadOnlySpan<byte> header)
    {
        ulong end = 0;
        foreach (byte[] segment in Entries(file, header, 0x20, 0x36)) // e_phoff, e_phentsize
            end = Math.Max(end, checked(Number(segment, 8) + Number(segment, 32))); // p_offset, p_filesz
        foreach (byte[] section in Entries(file, header, 0x28, 0x3a)) // e_shoff, e_shentsize
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(section.AsSpan(4)) != NoBits)
                end = Math.Max(end, checked(Number(section, 24) + Number(section, 32))); // sh_offset, sh_size
        }
        return end;
    }

    private static List<byte[]> Entries(FileStream file, ReadOnlySpan<byte> header, int offset, int size)
    {
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(header[size..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[(size + 2)..]);
        file.Position = checked((long)Number(header, offset));
        var entries = new List<byte[]>(count);
        for (int i = 0; i < count; i++)
        {
            var entry = new byte[Math.Max(entrySize, 40)];
            file.ReadExactly(entry, 0, entrySize);
            entries.Add(entry);
        }
        return entries;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    private static string? FindWindowsFault(FileStream file)
    {
        using var reader = new PEReader(file);
        PEHeaders headers = reader.PEHeaders;
        Machine expected = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Machine.Arm64 : Machine.Amd64;
        if (headers.CoffHeader.Machine != expected)
            return OfOtherArchitecture(headers.CoffHeader.Machine.ToString());
        return headers.SectionHeaders.Any(section => (long)section.PointerToRawData + section.SizeOfRawData > file.Length)
            ? "is cut off"
            : null;
    }

    private static string OfOtherArchitecture(string name) =>
        $"is built for another kind of processor ({name}, not {RuntimeInformation.ProcessArchitecture})";
}
