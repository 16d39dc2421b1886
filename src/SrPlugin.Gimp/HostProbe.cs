using System.Globalization;

namespace SrPlugin.Gimp;

/// <summary>
/// Which GIMP started the program, seen from its arguments: 2.10 hands over "-gimp READ WRITE MODE STACK", 3.0 puts the number of its
/// protocol before the descriptors.
/// </summary>
/// <param name="IsGimp3">Whether it is GIMP 3.</param>
/// <param name="Problem">Why it cannot be served; null when it can.</param>
internal sealed record HostProbe(bool IsGimp3, string? Problem)
{
    /// <summary>Looks at the program's arguments.</summary>
    /// <param name="arguments">Without the program's name.</param>
    public static HostProbe Of(IReadOnlyList<string> arguments)
    {
        const int Mode = 3;
        bool isGimp = arguments.Count > Mode && arguments[0] == "-gimp";
        if (isGimp && IsMode(arguments[Mode]))
            return new HostProbe(IsGimp3: false, null);

        // The protocol's number differs from version to version, and libgimp looks at it itself.
        if (isGimp && arguments.Count > Mode + 1 && IsMode(arguments[Mode + 1])
            && int.TryParse(arguments[1], CultureInfo.InvariantCulture, out _))
            return new HostProbe(IsGimp3: true, null);
        return new HostProbe(IsGimp3: false, isGimp
            ? "this GIMP starts its plug-ins in a way that is unknown here. Use GIMP 2.10 or 3, or the srplugin command line."
            : "this is a plug-in for GIMP 2.10 and 3; GIMP starts it by itself once packaging/gimp/install.sh has put it in place.");
    }

    private static bool IsMode(string argument) => argument is "-query" or "-init" or "-run";
}
