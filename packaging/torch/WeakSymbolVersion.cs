using System;
using System.IO;
using System.Text;

/// <summary>
/// Marks one version that an ELF library requires of another as weak (VER_FLG_WEAK), so that the dynamic linker accepts an older library
/// that lacks it. Only right where no symbol of that version is used.
/// </summary>
public static class WeakSymbolVersion
{
    private const int VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    /// <summary>Marks every requirement of a version as weak.</summary>
    /// <param name="elf">A 64-bit little-endian ELF file; changed in place.</param>
    /// <param name="version">The version's name, such as GLIBCXX_3.4.32.</param>
    /// <returns>The number of requirements of this version that the file has.</returns>
    /// <exception cref="InvalidDataException">The file is not a 64-bit little-endian ELF file, or is damaged.</exception>
    public static int Mark(byte[] elf, string version)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
            throw new InvalidDataException("This is not a 64-bit little-endian ELF file.");
        try
        {
            int found = 0;
            int sections = checked((int)BitConverter.ToInt64(elf, 0x28)); // e_shoff
            int size = BitConverter.ToUInt16(elf, 0x3a); // e_shentsize
            int count = BitConverter.ToUInt16(elf, 0x3c); // e_shnum
            if (sections < 0 || sections + (long)count * size > elf.Length)
                throw new InvalidDataException("This ELF file is cut off.");
            for (int i = 0; i < count; i++)
            {
                int header = sections + i * size;
                if (BitConverter.ToInt32(elf, header + 4) != VersionNeeds)
                    continue;
                int names = sections + BitConverter.ToInt32(elf, header + 40) * size; // sh_link: the section's string table
                found += MarkIn(elf, Offset(elf, header), BitConverter.ToInt32(elf, header + 44), Offset(elf, names), version);
            }
            return found;
        }
        catch (Exception exception) when (exception is ArgumentException || exception is IndexOutOfRangeException || exception is OverflowException)
        {
            throw new InvalidDataException("This ELF file is damaged: a section lies outside the file.", exception);
        }
    }

    private static int MarkIn(byte[] elf, int need, int needs, int names, string version)
    {
        int found = 0;
        for (int n = 0; n < needs; n++)
        {
            int entries = BitConverter.ToUInt16(elf, need + 2); // vn_cnt
            int entry = need + BitConverter.ToInt32(elf, need + 8); // vn_aux
            for (int e = 0; e < entries; e++)
            {
                if (NameAt(elf, names + BitConverter.ToInt32(elf, entry + 8)) == version) // vna_name
                {
                    elf[entry + 4] |= (byte)Weak; // vna_flags
                    found++;
                }
                entry += BitConverter.ToInt32(elf, entry + 12); // vna_next
            }
            int next = BitConverter.ToInt32(elf, need + 12); // vn_next
            if (next <= 0)
                break;
            need += next;
        }
        return found;
    }

    private static int Offset(byte[] elf, int header)
    {
        return checked((int)BitConverter.ToInt64(elf, header + 24)); // sh_offset
    }

    private static string NameAt(byte[] elf, int start)
    {
        int end = Array.IndexOf(elf, (byte)0, start);
        return Encoding.ASCII.GetString(elf, start, end - start);
    }
}

#if !NET // The build's task; the tests compile this file without it.
public class MarkSymbolVersionWeak : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string Source { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Destination { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        byte[] elf = File.ReadAllBytes(Source);
        if (WeakSymbolVersion.Mark(elf, Version) == 0)
            Log.LogMessage(Microsoft.Build.Framework.MessageImportance.Low, Source + " does not require " + Version + ".");
        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        File.WriteAllBytes(Destination, elf);
        return true;
    }
}
#endif
