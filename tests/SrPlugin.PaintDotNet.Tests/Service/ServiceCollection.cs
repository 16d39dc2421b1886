namespace SrPlugin.PaintDotNet.Tests.Service;

/// <summary>Tests with a pace, or a count of this process's memory: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ServiceCollection
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Running services";
}
