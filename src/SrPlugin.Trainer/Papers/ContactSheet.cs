using SrPlugin.Imaging;

namespace SrPlugin.Trainer.Papers;

/// <summary>Rows of pictures of one size on one sheet, with a white line between them.</summary>
internal static class ContactSheet
{
    private const int Gap = 4;

    /// <summary>Lays out rows.</summary>
    /// <param name="rows">RGB pictures, all of one size; as many in every row.</param>
    public static PlanarImage Lay(IReadOnlyList<IReadOnlyList<PlanarImage>> rows)
    {
        var (width, height) = (rows[0][0].Width, rows[0][0].Height);
        var sheet = new PlanarImage(3, (rows.Count * (height + Gap)) - Gap, (rows[0].Count * (width + Gap)) - Gap);
        Array.Fill(sheet.Data, 1);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
            {
                for (var line = 0; line < 3 * height; line++)
                {
                    rows[row][column].Row(line / height, line % height)
                        .CopyTo(sheet.Row(line / height, (row * (height + Gap)) + (line % height))[(column * (width + Gap))..]);
                }
            }
        }

        return sheet;
    }

    /// <summary>Writes a sheet as PNG, 8 bits.</summary>
    public static void Save(string path, IReadOnlyList<IReadOnlyList<PlanarImage>> rows) =>
        PictureFile.Save(new Picture(Lay(rows).ToPixels(SampleFormat.UInt8)), path);
}
