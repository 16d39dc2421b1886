using SrPlugin.Imaging;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Commands;

/// <summary>What <c>upscale</c> is about to do, checked as far as that goes before a model is loaded.</summary>
/// <param name="Recipe">The settings; open ones follow model and controls.</param>
/// <param name="Earlier">The note of the picture whose settings lie under them; null without one.</param>
/// <param name="Mask">The mask; null without one.</param>
/// <param name="IsRestore">Whether pictures keep their size.</param>
/// <param name="Scale">How many times larger they become.</param>
/// <param name="Items">The pictures, in order.</param>
internal sealed record UpscalePlan(
    Recipe Recipe, RecipeNote? Earlier, PixelBuffer? Mask, bool IsRestore, double Scale, IReadOnlyList<UpscaleItem> Items);
