namespace SrPlugin.Service.Tests.Harness;

/// <summary>One event of a stream.</summary>
internal sealed record ServerEvent(string Name, string Data);
