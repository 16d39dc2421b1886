using System.Globalization;
using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;

namespace SrPlugin.Inference.Jobs;

/// <summary>What a job shall do with a picture.</summary>
public sealed record UpscaleRequest
{
    /// <summary>Keep the size, or enlarge. Default: enlarge.</summary>
    public UpscaleMode Mode { get; init; } = UpscaleMode.Upscale;

    /// <summary>How many times larger each side becomes, 1…8, in <see cref="UpscaleMode.Upscale"/>; unused in Restore. Default 4.</summary>
    public double Factor { get; init; } = 4;

    /// <summary>
    /// How much of the difference between the model's picture and the source, resampled to its size, is kept, 0…1: all of fine detail times
    /// this, of the rest its square. Default 1, the model's picture.
    /// </summary>
    public double Strength { get; init; } = 1;

    /// <summary>
    /// The part of the picture to work on, in source pixels; null for all of it. Restore pastes the result back into the picture;
    /// Upscale returns the enlarged selection only.
    /// </summary>
    public PixelRectangle? Selection { get; init; }

    /// <summary>
    /// Coverage of the result, one channel (8-bit, 16-bit or float) of the source's size; null covers the selection fully. Where it is 0
    /// the source stays (Restore: bit-identical; Upscale: resampled).
    /// </summary>
    public PixelBuffer? Mask { get; init; }

    /// <summary>
    /// Width of the soft edge inside the selection, in source pixels, 0…1024. Default 0. In Upscale it softens a mask's rim only.
    /// </summary>
    public double Feather { get; init; }

    /// <summary>Source pixels around the selection that the networks see in addition, 0…1024. Default 64.</summary>
    public int ContextMargin { get; init; } = 64;

    /// <summary>
    /// How many times larger than the source the networks see it at least, 1…4; null for what the model was made for. Restore works at this
    /// scale, Upscale at the smallest of it, 2 and 4 that is not below the factor.
    /// </summary>
    public int? WorkingScale { get; init; }

    /// <summary>
    /// Whether a source without colours gives a result without: not where it is a part of a picture that has colours elsewhere. Default
    /// true.
    /// </summary>
    public bool KeepsGrey { get; init; } = true;

    /// <summary>The model's settings, of its family; null for the family's defaults.</summary>
    public RestorerOptions? Options { get; init; }

    /// <summary>Whether parts of the selection may keep the source.</summary>
    internal bool HasSoftSelection => Mask is not null;

    /// <summary>Checks every setting, the model's included.</summary>
    /// <exception cref="InvalidOptionsException">Some settings are out of range: all of them are named.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        Check(Enum.IsDefined(Mode), $"The mode is {(int)Mode}, which is not one of {string.Join(", ", Enum.GetNames<UpscaleMode>())}.");
        Check(Factor is >= 1 and <= 8, $"The factor is {Factor}; it must lie in 1…8.");
        Check(Strength is >= 0 and <= 1, $"The strength is {Strength}; it must lie in 0…1.");
        Check(Selection is not { IsEmpty: true }, $"The selection {Selection} is empty.");
        Check(Mask is null or { Channels: 1 }, $"The mask has {Mask?.Channels} channels; it must have one.");
        Check(Feather is >= 0 and <= 1024, $"The feather is {Feather} pixels; it must lie in 0…1024.");
        Check(ContextMargin is >= 0 and <= 1024, $"The context margin is {ContextMargin} pixels; it must lie in 0…1024.");
        Check(WorkingScale is null or (>= 1 and <= 4), $"The working scale is {WorkingScale}; it must lie in 1…4.");
        if (Options is not null)
            faults.AddRange(Options.Faults());
        if (faults.Count > 0)
            throw new InvalidOptionsException(faults);

        void Check(bool holds, FormattableString fault)
        {
            if (!holds)
                faults.Add(fault.ToString(CultureInfo.InvariantCulture));
        }
    }
}
