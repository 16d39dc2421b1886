namespace SrPlugin.PaintDotNet.Controls;

/// <summary>A model that the dialog offers.</summary>
/// <param name="Id">What a recipe says.</param>
/// <param name="Name">What the dialog shows.</param>
/// <param name="Family">Decides which controls apply.</param>
internal sealed record ModelChoice(string Id, string Name, string Family);
