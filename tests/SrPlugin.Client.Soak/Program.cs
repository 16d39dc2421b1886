using SrPlugin.Client.Soak;

// srplugin-client-soak [kill] [begin] [storm] [hang]: what happens to clients when services die, hang, or are wanted by many at once.
// Prints figures; returns 1 where one is beyond its limit. All parts take a few minutes; nothing else should run meanwhile.
(string Name, Func<Sandbox, Task<bool>> Run)[] parts =
[
    ("kill", KilledJobs.RunAsync),
    ("begin", KilledStarts.RunAsync),
    ("storm", StartStorm.RunAsync),
    ("hang", Hangs.RunAsync),
];
if (args.Except(parts.Select(part => part.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no part {unknown}; there are {string.Join(", ", parts.Select(part => part.Name))}.");
    return 2;
}

bool isSound = true;
foreach ((string name, Func<Sandbox, Task<bool>> run) in parts.Where(part => args.Length == 0 || args.Contains(part.Name)))
{
    await using var sandbox = new Sandbox();
    bool isPartSound = await run(sandbox);
    Console.WriteLine($"{name}: {(isPartSound ? "within its limits" : "BEYOND ITS LIMITS")}");
    isSound &= isPartSound;
}

return isSound ? 0 : 1;
