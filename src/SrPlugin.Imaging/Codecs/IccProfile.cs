using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>ICC profiles: mended where their length is wrong, and made of what PNG says about colours in other ways.</summary>
internal static class IccProfile
{
    // CIE xy of red, green, blue and white.
    private static readonly double[] _srgb = [0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290];
    private static readonly double[] _displayP3 = [0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290];
    private static readonly double[] _rec2020 = [0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290];

    private static readonly double[] _bradford = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];
    private static readonly double[] _d50 = [0.9642, 1, 0.8249];

    /// <summary>The profile without padding, its size field made right; null for what is no profile.</summary>
    public static byte[]? Mend(byte[] profile)
    {
        if (profile.Length < 132)
            return null;
        var stated = ReadUInt32BigEndian(profile);
        if (stated == profile.Length)
            return profile;
        byte[] mended = stated >= 132 && stated < profile.Length ? profile[..(int)stated] : [.. profile];
        WriteInt32BigEndian(mended, mended.Length);
        return mended;
    }

    /// <summary>Whether the profile describes pixels with so many colours: 1, 3, or 4 inks.</summary>
    public static bool Fits(byte[] profile, int colors) =>
        profile.AsSpan(16, 4).SequenceEqual(colors switch { 1 => "GRAY"u8, 3 => "RGB "u8, _ => "CMYK"u8 });

    /// <summary>The profile that stands for a PNG file's cICP, or gAMA and cHRM; null for sRGB.</summary>
    /// <exception cref="PictureFormatException">The colours are HDR.</exception>
    public static byte[]? OfPng(byte[] file, bool isGrey)
    {
        double[] primaries = _srgb;
        double gamma = 0;
        var says = new HashSet<string>();
        foreach (var (name, start, length) in FileParts.OfPng(file).TakeWhile(chunk => chunk.Name != "IDAT"))
        {
            if (name == "cICP" && length == 4)
                return OfCodePoints(file[start], file[start + 1], isGrey);
            if (name == "gAMA" && length == 4 && ReadUInt32BigEndian(file.AsSpan(start)) is > 0 and var value)
                gamma = 100_000.0 / value;
            if (name == "cHRM" && length == 32)
            {
                // White stands first in the file.
                var xy = Enumerable.Range(0, 8).Select(i => ReadUInt32BigEndian(file.AsSpan(start + (4 * i))) / 100_000.0).ToArray();
                primaries = [.. xy[2..], .. xy[..2]];
            }

            says.Add(name);
        }

        if (says.Contains("sRGB") || says.Contains("iCCP"))
            return null;
        var isSrgb = primaries.Zip(_srgb).All(pair => Math.Abs(pair.First - pair.Second) < 0.002)
            && (gamma == 0 || Math.Abs(gamma - 2.2) < 0.02);
        return isSrgb || !primaries.All(value => value is > 0 and < 1) ? null : Make(primaries, gamma == 0 ? 2.2 : gamma, [], isGrey);
    }

    private static byte[]? OfCodePoints(int primaries, int transfer, bool isGrey)
    {
        if (transfer is 16 or 18)
        {
            throw new PictureFormatException(
                "The PNG file holds HDR colours (PQ or HLG), which cannot be worked on. Save it as sRGB, Display P3 or float TIFF first.",
                PictureFormat.Png);
        }

        var xy = primaries switch { 12 => _displayP3, 9 => _rec2020, _ => _srgb };
        double[] srgbCurve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
        double[] videoCurve = [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081];
        return transfer switch
        {
            8 => Make(xy, 1, [], isGrey),
            4 => Make(xy, 2.2, [], isGrey),
            5 => Make(xy, 2.8, [], isGrey),
            1 or 6 or 14 or 15 => Make(xy, 0, videoCurve, isGrey),
            _ => xy == _srgb ? null : Make(xy, 0, srgbCurve, isGrey),
        };
    }

    /// <summary>A version 4 profile of three primaries (or grey) and one curve, adapted to D50 as the specification has it.</summary>
    private static byte[]? Make(double[] xy, double gamma, double[] curve, bool isGrey)
    {
        static double[] Xyz(double x, double y) => [x / y, 1, (1 - x - y) / y];
        double[] red = Xyz(xy[0], xy[1]), green = Xyz(xy[2], xy[3]), blue = Xyz(xy[4], xy[5]), white = Xyz(xy[6], xy[7]);
        double[] primaries = [red[0], green[0], blue[0], red[1], green[1], blue[1], red[2], green[2], blue[2]];
        if (Invert(primaries) is not { } inverse || Invert(_bradford) is not { } back)
            return null;
        var scale = Apply(inverse, white);
        var (from, to) = (Apply(_bradford, white), Apply(_bradford, _d50));

        var kind = (byte)(curve.Length == 0 ? 0 : 3);
        byte[] trc = [.. "para\0\0\0\0"u8, 0, kind, 0, 0, .. (curve.Length == 0 ? [gamma] : curve).SelectMany(Fixed)];
        byte[] text =
        [
            .. "mluc\0\0\0\0\0\0\0\x01\0\0\0\x0C"u8, .. "enUS"u8, 0, 0, 0, 10, 0, 0, 0, 28, .. Encoding.BigEndianUnicode.GetBytes("PNG's"),
            0, 0,
        ];
        var tags = new List<(string Name, byte[] Data)> { ("desc", text), ("cprt", text), ("wtpt", Point(_d50)) };
        if (isGrey)
            tags.Add(("kTRC", trc));
        else
        {
            for (var i = 0; i < 3; i++)
            {
                var cone = Apply(_bradford, [primaries[i] * scale[i], primaries[3 + i] * scale[i], primaries[6 + i] * scale[i]]);
                double[] adapted = [cone[0] * to[0] / from[0], cone[1] * to[1] / from[1], cone[2] * to[2] / from[2]];
                tags.Add(("rgb"[i] + "XYZ", Point(Apply(back, adapted))));
                tags.Add(("rgb"[i] + "TRC", trc));
            }
        }

        return Assemble(tags, isGrey);
    }

    private static byte[] Assemble(List<(string Name, byte[] Data)> tags, bool isGrey)
    {
        using var file = new MemoryStream();
        var number = new byte[4];
        void Write(int value)
        {
            WriteInt32BigEndian(number, value);
            file.Write(number);
        }

        file.Write(new byte[8]);
        Write(0x04000000);
        file.Write("mntr"u8);
        file.Write(isGrey ? "GRAY"u8 : "RGB "u8);
        file.Write("XYZ "u8);
        file.Write([0x07, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
        file.Write("acsp"u8);
        file.Write(new byte[28]);
        file.Write(Point(_d50).AsSpan(8));
        file.Write(new byte[48]);
        Write(tags.Count);
        var place = 132 + (12 * tags.Count);
        foreach (var (name, data) in tags)
        {
            file.Write(Encoding.ASCII.GetBytes(name));
            Write(place);
            Write(data.Length);
            place += data.Length;
        }

        tags.ForEach(tag => file.Write(tag.Data));
        var profile = file.ToArray();
        WriteInt32BigEndian(profile, profile.Length);
        return profile;
    }

    private static byte[] Point(double[] xyz) => [.. "XYZ \0\0\0\0"u8, .. xyz.SelectMany(Fixed)];

    private static byte[] Fixed(double value) => BitConverter.GetBytes(ReverseEndianness((int)Math.Round(value * 65536)));

    private static double[] Apply(double[] m, double[] v) =>
        [.. Enumerable.Range(0, 3).Select(row => (m[3 * row] * v[0]) + (m[(3 * row) + 1] * v[1]) + (m[(3 * row) + 2] * v[2]))];

    private static double[]? Invert(double[] m)
    {
        double[] cofactors =
        [
            (m[4] * m[8]) - (m[5] * m[7]), (m[2] * m[7]) - (m[1] * m[8]), (m[1] * m[5]) - (m[2] * m[4]),
            (m[5] * m[6]) - (m[3] * m[8]), (m[0] * m[8]) - (m[2] * m[6]), (m[2] * m[3]) - (m[0] * m[5]),
            (m[3] * m[7]) - (m[4] * m[6]), (m[1] * m[6]) - (m[0] * m[7]), (m[0] * m[4]) - (m[1] * m[3]),
        ];
        var determinant = (m[0] * cofactors[0]) + (m[1] * cofactors[3]) + (m[2] * cofactors[6]);
        return Math.Abs(determinant) < 1e-9 ? null : [.. cofactors.Select(value => value / determinant)];
    }
}
