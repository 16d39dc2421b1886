namespace SrPlugin.Protocol.Catalogue;

/// <summary>How far an installation is: the data of its <c>progress</c> events.</summary>
public sealed record InstallationProgress
{
    /// <summary>Gets what is being done: waiting, asking, downloading, importing, converting or checking. More may come.</summary>
    public required string Stage { get; init; }

    /// <summary>Gets the bytes that are done.</summary>
    public long CompletedBytes { get; init; }

    /// <summary>Gets the bytes of the whole stage; 0 while unknown.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Gets the speed of the last seconds; 0 while unknown.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Gets the seconds to the end of the stage; null while unknown.</summary>
    public double? SecondsLeft { get; init; }
}
