namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>Script-Fu's answer to something that failed.</summary>
public sealed class ScriptFuException(string message) : Exception(message);
