namespace SrPlugin.Imaging.Codecs;

/// <summary>Reads and writes one format.</summary>
internal interface IPictureCodec
{
    /// <summary>Reads a whole file, which has been recognised by its first bytes.</summary>
    /// <exception cref="PictureFormatException">The file is damaged, cut off, too large or uses what the codec cannot read.</exception>
    Picture Decode(byte[] file);

    /// <summary>Writes a picture that <see cref="FormatPreparation"/> has brought into the format's own shape.</summary>
    /// <exception cref="PictureFormatException">The format cannot hold so large a picture.</exception>
    byte[] Encode(Picture picture, PictureSaveOptions options);
}
