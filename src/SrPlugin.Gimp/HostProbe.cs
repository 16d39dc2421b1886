using System.Globalization;

namespace SrPlugin.Gimp;

/// <summary>
/// Which GIMP started the program, seen from its arguments: 2.10 hands over "-gimp READ WRITE MODE STACK", 3.0 puts the number of its protocol
/// before the descriptors.
/// </summary>
/// <param name="Problem">Why it cannot be served; null when it can.</param>
internal sealed record HostProbe(string? Problem)
{
    /// <summary>Looks at the program's arguments.</summary>
    /// <param name="arguments">Without the program's name.</param>
    public static HostProbe Of(IReadOnlyList<string> arguments)
    {
        const int Mode = 3;
        if (arguments.Count < Mode + 1 || arguments[0] != "-gimp")
            return new HostProbe("this is a plug-in for GIMP 2.10; GIMP starts it by itself once packaging/gimp/install.sh has put it in place.");
        if (IsMode(arguments[Mode]))
            return new HostProbe((string?)null);
        string protocol = arguments.Count > Mode + 1 && IsMode(arguments[Mode + 1]) && int.TryParse(arguments[1], CultureInfo.InvariantCulture, out int number)
            ? $" (it speaks plug-in protocol {number})"
            : "";
        return new HostProbe($"this GIMP is not of the 2.10 series{protocol}, and GIMP 3's plug-in interface is not supported yet. Use GIMP 2.10, or the srplugin command line.");
    }

    private static bool IsMode(string argument) => argument is "-query" or "-init" or "-run";
}
