namespace SrPlugin.Testing.Needs;

/// <summary>One Windows for all tests of a class; none where they are skipped.</summary>
public sealed class WineFixture : IAsyncLifetime
{
    private WinePrefix? _prefix;

    /// <summary>Gets the Windows.</summary>
    internal WinePrefix Prefix => _prefix ?? throw new InvalidOperationException(WinePrefix.Absence);

    /// <inheritdoc/>
    public async Task InitializeAsync() => _prefix = WinePrefix.Absence is null ? await WinePrefix.CreateAsync() : null;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_prefix is not null)
            await _prefix.DisposeAsync();
    }
}
