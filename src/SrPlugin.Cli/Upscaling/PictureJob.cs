using SrPlugin.Imaging;

namespace SrPlugin.Cli.Upscaling;

/// <summary>One picture and the part of it to work on; the recipe is the batch's.</summary>
/// <param name="Source">The picture. Whoever runs the job may take its bytes.</param>
/// <param name="Selection">The part to work on; null for all of it.</param>
/// <param name="Mask">Coverage, one float a pixel; null for all of it.</param>
internal sealed record PictureJob(PixelBuffer Source, PixelRectangle? Selection, PixelBuffer? Mask);
