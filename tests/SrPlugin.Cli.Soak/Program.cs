using System.Globalization;
using SrPlugin.Cli.Tests.Harness;

// srplugin-cli-soak [PICTURES [KILLS]]: a batch whose processes are killed at random, 10,000 pictures and 50 kills unless told otherwise.
// Prints figures; returns 1 where a picture is not done exactly once.
int pictures = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
int kills = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 50;
string folder = Directory.CreateTempSubdirectory("srplugin-cli-soak-").FullName;
var batch = new KilledBatch(folder, pictures, kills, Console.WriteLine);
try
{
    IReadOnlyList<string> faults = await batch.RunAsync();
    foreach (string fault in faults.Take(20))
        Console.WriteLine($"FAULT: {fault}");
    Console.WriteLine(faults.Count == 0 ? $"{pictures} pictures, {kills} kills: each done exactly once" : $"{faults.Count} FAULTS");
    return faults.Count == 0 ? 0 : 1;
}
finally
{
    batch.StopServices();
    Directory.Delete(folder, recursive: true);
}
