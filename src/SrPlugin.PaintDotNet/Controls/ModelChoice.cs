using SrPlugin.Protocol.Catalogue;

namespace SrPlugin.PaintDotNet.Controls;

/// <summary>A model that the dialog offers.</summary>
/// <param name="Id">What a recipe says.</param>
/// <param name="Name">What the dialog shows.</param>
/// <param name="Family">Decides which controls apply.</param>
/// <param name="Missing">How to get it, where it is not on this machine.</param>
internal sealed record ModelChoice(string Id, string Name, string Family, CatalogueEntry? Missing = null);
