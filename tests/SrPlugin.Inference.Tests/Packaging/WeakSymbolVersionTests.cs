using System.Buffers.Binary;
using System.Text;
using SrPlugin.Inference.Devices;
using SrPlugin.Testing.Needs;

namespace SrPlugin.Inference.Tests.Packaging;

/// <summary>The build's step that lets TorchSharp's native library run where the C++ library is older.</summary>
public sealed class WeakSymbolVersionTests
{
    private const string Version = "GLIBCXX_3.4.32";
    private const int Flags = 4; // vna_flags
    private const int SectionSize = 64;

    private static readonly string[][] _needs = [["GLIBC_2.14", "GLIBC_2.3"], ["GLIBCXX_3.4.3", Version, "CXXABI_1.3"]];

    [Fact]
    public void Mark_FileThatNeedsTheVersion_ChangesItsFlagAlone()
    {
        byte[] elf = CreateElf(_needs, out Dictionary<string, int> entries);
        byte[] before = [.. elf];

        WeakSymbolVersion.Mark(elf, Version).ShouldBe(1);

        elf[entries[Version] + Flags].ShouldBe((byte)2);
        Differences(before, elf).ShouldBe([entries[Version] + Flags]);
    }

    [Fact]
    public void Mark_Again_ChangesNothing()
    {
        byte[] elf = CreateElf(_needs, out _);
        WeakSymbolVersion.Mark(elf, Version);
        byte[] before = [.. elf];

        WeakSymbolVersion.Mark(elf, Version).ShouldBe(1);

        elf.ShouldBe(before);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.31")]
    [InlineData("GLIBCXX_3.4")]
    [InlineData("")]
    public void Mark_FileThatDoesNotNeedTheVersion_ChangesNothing(string version)
    {
        byte[] elf = CreateElf(_needs, out _);
        byte[] before = [.. elf];

        WeakSymbolVersion.Mark(elf, version).ShouldBe(0);

        elf.ShouldBe(before);
    }

    [Fact]
    public void Mark_TwoLibrariesNeedTheVersion_MarksBoth() =>
        WeakSymbolVersion.Mark(CreateElf([[Version], ["A", Version]], out _), Version).ShouldBe(2);

    [Theory]
    [InlineData(0, 0x7e)] // no ELF file
    [InlineData(4, 1)] // 32 bits
    [InlineData(5, 2)] // big-endian
    public void Mark_FileOfAnotherKind_IsRefused(int position, byte value)
    {
        byte[] elf = CreateElf(_needs, out _);
        elf[position] = value;

        Should.Throw<InvalidDataException>(() => WeakSymbolVersion.Mark(elf, Version));
    }

    [Fact]
    public void Mark_FileCutOffAnywhere_IsRefused()
    {
        byte[] elf = CreateElf(_needs, out _);
        for (int length = 0; length < elf.Length; length++)
            Should.Throw<InvalidDataException>(() => WeakSymbolVersion.Mark(elf[..length], Version), $"{length} of {elf.Length} bytes");
    }

    [Fact]
    public void Mark_DamagedFile_IsRefusedOrMarkedAndNeverHangs()
    {
        byte[] whole = CreateElf(_needs, out _);
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] elf = [.. whole];
            for (int change = 0; change <= i % 3; change++)
                elf[random.Next(elf.Length)] = (byte)random.Next(256);
            try
            {
                WeakSymbolVersion.Mark(elf, Version);
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    /// <summary>The library beside these tests is loaded (<see cref="TensorLibraryStart"/>) by this system, however old it is.</summary>
    [LinuxFact]
    public void CopiedLibrary_OnThisSystem_IsLoadedAndWeakWhereTheSystemIsOlder()
    {
        TensorLibrary.Load();
        string loaded = File.ReadLines("/proc/self/maps").Where(line => line.EndsWith("/libLibTorchSharp.so", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/')..]).Distinct().ShouldHaveSingleItem();
        string cxx = File.ReadLines("/proc/self/maps").Where(line => line.Contains("/libstdc++.so.6", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/')..]).First();
        bool isOlder = File.ReadAllBytes(cxx).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Version + '\0')) < 0;
        byte[] library = File.ReadAllBytes(loaded);
        byte[] marked = [.. library];

        WeakSymbolVersion.Mark(marked, Version).ShouldBe(1);

        if (isOlder)
            marked.AsSpan().SequenceEqual(library).ShouldBeTrue();
    }

    private static IEnumerable<int> Differences(byte[] a, byte[] b) => Enumerable.Range(0, a.Length).Where(i => a[i] != b[i]);

    // A header, the names, the needs with the versions of each, and a table of three sections at the end.
    private static byte[] CreateElf(string[][] needs, out Dictionary<string, int> entries)
    {
        var names = new List<byte> { 0 };
        var table = new List<byte>();
        entries = [];
        var places = new List<(string Name, int Place)>();
        foreach (string[] versions in needs)
        {
            int size = 16 + (16 * versions.Length);
            Add16(table, 1); // vn_version
            Add16(table, versions.Length); // vn_cnt
            Add32(table, 0); // vn_file
            Add32(table, 16); // vn_aux
            Add32(table, versions == needs[^1] ? 0 : size); // vn_next
            foreach (string version in versions)
            {
                places.Add((version, table.Count));
                Add32(table, 0); // vna_hash
                Add16(table, 0); // vna_flags
                Add16(table, 2); // vna_other
                Add32(table, names.Count); // vna_name
                Add32(table, version == versions[^1] ? 0 : 16); // vna_next
                names.AddRange(Encoding.ASCII.GetBytes(version + '\0'));
            }
        }

        const int Header = 64;
        int tableStart = Header + names.Count, sections = tableStart + table.Count;
        foreach ((string name, int place) in places)
            entries[name] = tableStart + place;
        var elf = new byte[sections + (3 * SectionSize)];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(elf, 0);
        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(0x28), sections); // e_shoff
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(0x3a), SectionSize); // e_shentsize
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(0x3c), 3); // e_shnum
        names.CopyTo(elf, Header);
        table.CopyTo(elf, tableStart);
        WriteSection(elf.AsSpan(sections + SectionSize), type: 3, offset: Header, link: 0, info: 0); // SHT_STRTAB
        // SHT_GNU_verneed
        WriteSection(elf.AsSpan(sections + (2 * SectionSize)), type: 0x6ffffffe, offset: tableStart, link: 1, info: needs.Length);
        return elf;
    }

    private static void WriteSection(Span<byte> section, uint type, int offset, int link, int info)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(section[4..], type);
        BinaryPrimitives.WriteInt64LittleEndian(section[24..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(section[40..], link);
        BinaryPrimitives.WriteInt32LittleEndian(section[44..], info);
    }

    private static void Add16(List<byte> bytes, int value) => bytes.AddRange(BitConverter.GetBytes((short)value));

    private static void Add32(List<byte> bytes, int value) => bytes.AddRange(BitConverter.GetBytes(value));
}
