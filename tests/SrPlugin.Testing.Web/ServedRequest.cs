namespace SrPlugin.Testing.Web;

/// <summary>A request that a <see cref="ModelServer"/> received.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Host">The host that was asked for; another than the server's where it serves as a proxy.</param>
/// <param name="Range">The first byte that was asked for; null without a range.</param>
/// <param name="IfRange">The validator that the range depends on.</param>
/// <param name="Authorization">The credentials.</param>
public sealed record ServedRequest(string Path, string Host, long? Range, string? IfRange, string? Authorization)
{
    /// <summary>Whether it asks for a file's content.</summary>
    public bool IsForContent => Path.StartsWith("/cdn/", StringComparison.Ordinal) || Path.StartsWith("/files/", StringComparison.Ordinal);
}
