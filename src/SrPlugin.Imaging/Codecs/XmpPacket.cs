using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SrPlugin.Imaging.Codecs;

/// <summary>XMP: what it says of the picture's size is brought up to date, and texts that have no other place are put in.</summary>
internal static class XmpPacket
{
    private const int MaxBytes = 16 << 20;

    private static readonly XNamespace _meta = "adobe:ns:meta/";
    private static readonly XNamespace _rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace _tiff = "http://ns.adobe.com/tiff/1.0/";
    private static readonly XNamespace _exif = "http://ns.adobe.com/exif/1.0/";
    private static readonly XNamespace _texts = "urn:srplugin:texts/1.0/";

    /// <summary>Metadata with the texts that <see cref="ForSaving"/> put into XMP.</summary>
    public static PictureMetadata ReadTexts(PictureMetadata metadata)
    {
        if (Parse(metadata.Xmp) is not { } packet)
            return metadata;
        var texts = metadata.Text.ToBuilder();
        foreach (var text in packet.Descendants().Where(element => element.Name.Namespace == _texts))
            texts.TryAdd(XmlConvert.DecodeName(text.Name.LocalName), text.Value);
        return metadata with { Text = texts.ToImmutable() };
    }

    /// <summary>The packet to write; null when there is nothing to say.</summary>
    /// <param name="picture">The picture as it is saved.</param>
    /// <param name="texts">Texts that the format has no other place for.</param>
    public static byte[]? ForSaving(PictureContent picture, IReadOnlyCollection<KeyValuePair<string, string>> texts)
    {
        var source = picture.Metadata.Xmp;
        var packet = Parse(source);

        // What cannot be understood is kept as it is.
        if (packet is null && (source is not null || texts.Count == 0))
            return source;
        packet ??= new XDocument(new XElement(
            _meta + "xmpmeta", new XAttribute(XNamespace.Xmlns + "x", _meta),
            new XElement(_rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", _rdf))));
        Update(packet, _tiff + "Orientation", (int)picture.Metadata.Orientation);
        Update(packet, _tiff + "ImageWidth", picture.Pixels.Width);
        Update(packet, _tiff + "ImageLength", picture.Pixels.Height);
        Update(packet, _exif + "PixelXDimension", picture.Pixels.Width);
        Update(packet, _exif + "PixelYDimension", picture.Pixels.Height);
        packet.Descendants().Where(element => element.Name.Namespace == _texts).Remove();
        if (texts.Count > 0 && packet.Descendants(_rdf + "RDF").FirstOrDefault() is { } rdf)
        {
            rdf.Add(new XElement(
                _rdf + "Description", new XAttribute(_rdf + "about", ""), new XAttribute(XNamespace.Xmlns + "srt", _texts),
                texts.Select(text => new XElement(_texts + XmlConvert.EncodeLocalName(text.Key), Allowed(text.Value)))));
        }

        return Encoding.UTF8.GetBytes(
            $"<?xpacket begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'?>{packet.Root!.ToString(SaveOptions.DisableFormatting)}<?xpacket "
                + $"end='w'?>");
    }

    private static string Allowed(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)));

    private static void Update(XDocument packet, XName name, int value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        foreach (var element in packet.Descendants(name))
            element.Value = text;
        foreach (var attribute in packet.Descendants().Attributes(name))
            attribute.Value = text;
    }

    private static XDocument? Parse(byte[]? xmp)
    {
        if (xmp is null || xmp.Length > MaxBytes)
            return null;
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(xmp.AsSpan().TrimEnd((byte)0).ToArray()),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException)
        {
            return null;
        }
    }
}
