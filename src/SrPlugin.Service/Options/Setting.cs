namespace SrPlugin.Service.Options;

/// <summary>One option of the service.</summary>
/// <param name="Name">As on the command line, without the dashes.</param>
/// <param name="Help">What it does, with unit, range and default.</param>
/// <param name="Apply">Puts a value into the options; throws <see cref="FormatException"/> with "must be …" where it is none.</param>
internal sealed record Setting(string Name, string Help, Func<ServiceOptions, string, ServiceOptions> Apply)
{
    /// <summary>Prefix of the environment variables.</summary>
    public const string VariablePrefix = "SRPLUGIN_SERVICE_";

    /// <summary>As in the environment.</summary>
    public string Variable => VariablePrefix + Name.Replace('-', '_').ToUpperInvariant();

    /// <summary>As in the file.</summary>
    public string Key => string.Concat(Name.Split('-').Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}
