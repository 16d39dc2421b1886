namespace SrPlugin.Protocol.Controls;

/// <summary>The file plugin-manifest/controls.json.</summary>
/// <param name="Controls">In the order a dialog shows them.</param>
public sealed record ControlDocument(IReadOnlyList<Control> Controls);
