using System.CommandLine;
using System.Globalization;
using SrPlugin.Imaging;

namespace SrPlugin.Cli.Commands;

/// <summary>The option <c>--select x,y,w,h</c>.</summary>
internal static class RectangleOption
{
    public static Option<PixelRectangle?> Create() => new("--select")
    {
        Description =
            "Work on this part of the picture only, in pixels of the source. Restore leaves everything else bit-identical; upscale writes "
                + "the enlarged part.",
        HelpName = "X,Y,W,H",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            string[] parts = text.Split(',');
            var numbers = new int[4];
            var isValid = parts.Length == 4;
            for (var i = 0; isValid && i < 4; i++)
                isValid = int.TryParse(
                    parts[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture,
                    out numbers[i]);
            if (isValid && numbers[2] > 0 && numbers[3] > 0)
                return new PixelRectangle(numbers[0], numbers[1], numbers[2], numbers[3]);
            result.AddError($"--select is \"{text}\"; it must be four whole numbers X,Y,WIDTH,HEIGHT from 0, with a size of at least 1×1.");
            return null;
        },
    };
}
