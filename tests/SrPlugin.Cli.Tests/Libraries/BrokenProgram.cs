using System.Diagnostics;

namespace SrPlugin.Cli.Tests.Libraries;

/// <summary>A copy of an installed program with one native library that is broken. Takes no space: all other files are links.</summary>
internal sealed class BrokenProgram : IDisposable
{
    private const int ElfMachine = 18;

    private BrokenProgram(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Copies a program and breaks one of its libraries.</summary>
    /// <param name="program">The program's folder.</param>
    /// <param name="library">The library's file name.</param>
    /// <param name="fault">missing, cut or foreign.</param>
    public static BrokenProgram Create(string program, string library, string fault)
    {
        // Beside the program: links do not reach over file systems.
        string folder = Path.TrimEndingDirectorySeparator(program) + "-" + Path.GetRandomFileName();
        using (var copy = Process.Start("cp", ["-rl", program, folder]))
            copy.WaitForExit();
        var broken = new BrokenProgram(folder);
        string path = Directory.EnumerateFiles(folder, library, SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(path)[..(1 << 16)];
        // What is deleted is the link.
        File.Delete(path);
        switch (fault)
        {
            case "missing":
                break;
            case "cut":
                File.WriteAllBytes(path, bytes);
                break;
            case "foreign":
                int place = bytes[0] == 'M' ? BitConverter.ToInt32(bytes, 0x3c) + 4 : ElfMachine;
                BitConverter.GetBytes((ushort)(bytes[0] == 'M' ? 0xaa64 : 183)).CopyTo(bytes, place); // ARM64
                File.WriteAllBytes(path, bytes);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }

        return broken;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
