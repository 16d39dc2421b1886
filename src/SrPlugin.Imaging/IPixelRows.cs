namespace SrPlugin.Imaging;

/// <summary>The samples of a picture, read row by row wherever they are kept.</summary>
public interface IPixelRows
{
    /// <summary>Pixels in a row.</summary>
    int Width { get; }

    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    int Channels { get; }

    /// <summary>How a sample is stored.</summary>
    SampleFormat Format { get; }

    /// <summary>Reads some rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>A copy.</returns>
    PixelBuffer ReadRows(int first, int count);
}
