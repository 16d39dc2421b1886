using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using Xunit.Abstractions;

namespace SrPlugin.Weights.Tests;

/// <summary>
/// Damages sound files in every way that keeps some of their structure. Each must either read or throw
/// <see cref="WeightsFormatException"/>, with memory in proportion to its length.
/// </summary>
public sealed class WeightsFuzzTests(ITestOutputHelper output)
{
    private const int FilesPerSeed = 5_000;

    private static readonly long[] _interesting =
        [
            0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32,
            1L << 62, long.MaxValue, long.MinValue
        ];

    private static readonly byte[] _opcodes =
        [.. "(.012FIJKLMNPQRSTUVXabcd}eghijl]opqrst)uGBC"u8, .. Enumerable.Range(0x80, 0x19).Select(code => (byte)code)];

    [Theory]
    [InlineData("mixed_expected.safetensors", 1)]
    [InlineData("mixed.pt", 2)]
    [InlineData("mixed_legacy.pt", 3)]
    public void Open_MutatedFile_ReadsOrThrowsTheDocumentedException(string seedFile, int seed)
    {
        var original = File.ReadAllBytes(Golden.File("s3diff", seedFile));
        Run(original, seed, (bytes, random) => Mutate(bytes, random));
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 5)]
    public void Open_MutatedPickleInASoundZip_ReadsOrThrowsTheDocumentedException(bool zip64, int seed)
    {
        using var archive = ZipFile.OpenRead(Golden.File("s3diff", "mixed.pt"));
        var records = archive.Entries.Select(entry => (entry.FullName, Content(entry))).ToArray();
        var pickle = Array.FindIndex(records, record => record.FullName.EndsWith("data.pkl", StringComparison.Ordinal));
        Run(records[pickle].Item2, seed, (bytes, random) =>
        {
            var changed = records.ToArray();
            changed[pickle].Item2 = Mutate(bytes, random);
            return TorchArchive.Zip(changed, zip64);
        });
    }

    private void Run(byte[] original, int seed, Func<byte[], Random, byte[]> mutate)
    {
        var random = new Random(seed);
        int read = 0, refused = 0, unsafeGlobals = 0;
        long most = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < FilesPerSeed; i++)
        {
            var bytes = mutate(original, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var source = WeightsFile.Open(new MemoryBytes("fuzz", bytes));
                Allocated(before, bytes.Length, i);
                foreach (var tensor in source.Tensors.Values)
                    source.Read(tensor.Name).LongLength.ShouldBe(tensor.ByteCount);
                read++;
            }
            catch (WeightsFormatException e)
            {
                Allocated(before, bytes.Length, i);
                refused++;
                unsafeGlobals += e is UnsafeCheckpointException ? 1 : 0;
            }
            catch (Exception e) when (e is not Shouldly.ShouldAssertException)
            {
                throw new InvalidOperationException(
                    $"File {i} of seed {seed} failed with {e.GetType().Name}: {Convert.ToHexString(bytes)}", e);
            }
        }
        output.WriteLine(
            $"{read} read, {refused} refused ({unsafeGlobals} by name), at most {most} bytes allocated, {watch.ElapsedMilliseconds} ms");
        // A fuzz that is refused at the door, or changes nothing that matters, tests nothing.
        read.ShouldBeGreaterThan(FilesPerSeed / 100);
        refused.ShouldBeGreaterThan(FilesPerSeed / 4);

        void Allocated(long before, long length, int file)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            allocated.ShouldBeLessThan(200_000 + (64 * length), $"file {file} of seed {seed}");
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var times = 1 + random.Next(4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(1 + random.Next(random.Next(2) == 0 ? 8 : bytes.Count), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = _opcodes[random.Next(_opcodes.Length)];
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.RemoveRange(at, length);
                    break;
                case 5:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 6:
                    var from = random.Next(original.Length);
                    bytes.InsertRange(at, original.AsSpan(from, Math.Min(length, original.Length - from)).ToArray());
                    break;
                default:
                    WriteNumber(bytes, at, random);
                    break;
            }
        }
        return [.. bytes];
    }

    // Overwrites what may be a length, a count or an offset.
    private static void WriteNumber(List<byte> bytes, int at, Random random)
    {
        var value = random.Next(4) == 0 ? bytes.Count + random.Next(-2, 3) : _interesting[random.Next(_interesting.Length)];
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        var width = 1 << random.Next(4);
        for (var i = 0; i < width && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
