namespace SrPlugin.Gimp.Host;

/// <summary>An image as a return value; 0 or less is none.</summary>
/// <param name="Value">The editor's number of it.</param>
internal readonly record struct ImageNumber(int Value);
