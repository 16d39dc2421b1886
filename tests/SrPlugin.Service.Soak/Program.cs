using SrPlugin.Service.Soak;

// Without arguments everything, else the named parts: dotnet run -c Release --project tests/SrPlugin.Service.Soak -- load soak-real
var parts = new (string Name, Func<Task<bool>> Run)[]
{
    ("load", LoadPart.RunAsync),
    ("overtake", OvertakePart.RunAsync),
    ("overhead", OverheadPart.RunAsync),
    ("cancel", CancelPart.RunAsync),
    ("malformed", MalformedPart.RunAsync),
    ("memory", MemoryPart.RunAsync),
    ("soak-test", () => SoakPart.RunAsync("test")),
    ("soak-real", () => SoakPart.RunAsync("real")),
};
if (args.Except(parts.Select(part => part.Name)).ToArray() is { Length: > 0 } unknown)
{
    Console.Error.WriteLine(
        $"There is no part {string.Join(", ", unknown)}; there are {string.Join(", ", parts.Select(part => part.Name))}.");
    return 2;
}

bool isSound = true;
foreach (var (name, run) in parts.Where(part => args.Length == 0 || args.Contains(part.Name)))
{
    Console.WriteLine($"== {name}");
    bool holds = await run();
    Console.WriteLine(holds ? "   holds" : "   DOES NOT HOLD");
    isSound &= holds;
}

return isSound ? 0 : 1;
