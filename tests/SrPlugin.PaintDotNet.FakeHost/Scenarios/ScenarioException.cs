namespace SrPlugin.PaintDotNet.FakeHost.Scenarios;

/// <summary>A scenario did not go as it must.</summary>
public sealed class ScenarioException(string message) : Exception(message);
