namespace SrPlugin.Client;

/// <summary>How a client finds, starts and watches the service.</summary>
public sealed record ClientOptions
{
    /// <summary>The service's program; null looks for it (docs/client.md says where).</summary>
    public string? ServicePath { get; init; }

    /// <summary>Path of the socket or name of the pipe; null for <c>SRPLUGIN_SOCKET</c>, or the user's own.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Arguments for a service that is started; none by default.</summary>
    public IReadOnlyList<string> ServiceArguments { get; init; } = [];

    /// <summary>Variables for a service that is started, over this process's own; none by default.</summary>
    public IReadOnlyDictionary<string, string> ServiceEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a service may be started, or a hung one ended, when none answers. Default: yes.</summary>
    public bool StartsService { get; init; } = true;

    /// <summary>How long a service may take to come up, above zero. Default: 30 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the service may be silent before it counts as hung, above zero. It speaks every second, so that the default of 15 seconds
    /// leaves room for a machine that is swapping.
    /// </summary>
    public TimeSpan HangTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the engine may be silent while it computes before the service counts as hung, above zero. One tile of a large model may
    /// take a minute on a CPU. Default: 15 minutes.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long a request that the service is too busy for is held back and sent again, each time after the pause that the service asks
    /// for; zero for not at all. Default: 5 minutes.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Some are unusable: all of them are named.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        Demand(ServicePath is null or { Length: > 0 }, "The service's path is empty; leave it out, or name the program.");
        Demand(
            ServiceArguments is not null && ServiceArguments.All(argument => argument is not null && !argument.Contains('\0')),
            "The service's arguments hold a null.");
        Demand(
            ServiceEnvironment is not null && ServiceEnvironment.All(IsVariable),
            "The service's environment holds a null, or a name with '='.");
        Demand(IsLimit(StartTimeout), $"The start timeout is {StartTimeout}; it must lie above zero, and below a day.");
        Demand(IsLimit(HangTimeout), $"The hang timeout is {HangTimeout}; it must lie above zero, and below a day.");
        Demand(IsLimit(StallTimeout), $"The stall timeout is {StallTimeout}; it must lie above zero, and below a day.");
        Demand(
            BusyTimeout == TimeSpan.Zero || IsLimit(BusyTimeout),
            $"The busy timeout is {BusyTimeout}; it must not lie below zero, and must lie below a day.");
        if (faults.Count > 0)
            throw new ArgumentException(string.Join(' ', faults));

        void Demand(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }

    private static bool IsLimit(TimeSpan value) => value > TimeSpan.Zero && value < TimeSpan.FromDays(1);

    private static bool IsVariable(KeyValuePair<string, string> variable) =>
        variable.Key is { Length: > 0 } && !variable.Key.Contains('=') && !variable.Key.Contains('\0')
            && variable.Value?.Contains('\0') == false;
}
