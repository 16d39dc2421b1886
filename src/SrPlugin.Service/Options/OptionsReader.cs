using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Options;

/// <summary>
/// Reads <see cref="ServiceOptions"/> from three sources: the file, over it the environment, over that the command line. The options
/// are validated here, not when the host starts, because the host needs them to be built.
/// </summary>
internal static class OptionsReader
{
    /// <summary>The prefix of the environment variables.</summary>
    public const string VariablePrefix = "SRPLUGIN_SERVICE_";

    private const string FileOption = "config";

    private static readonly PropertyInfo[] _properties = [.. typeof(ServiceOptions).GetProperties().Where(property => property.CanWrite)];

    /// <summary>Gets the usual path of the file.</summary>
    public static string DefaultFile => Path.Combine(UserFolders.Config, "service.json");

    /// <summary>Gets the name of every option as on the command line, without the dashes, and its help.</summary>
    public static IEnumerable<(string Name, string Help)> Describe()
    {
        var defaults = new ServiceOptions();
        foreach (PropertyInfo property in _properties)
        {
            string help = property.GetCustomAttribute<DescriptionAttribute>()!.Description;
            if (property.GetCustomAttribute<RangeAttribute>() is { OperandType: var type } range && type != typeof(TimeSpan))
                help += string.Create(CultureInfo.InvariantCulture, $" {range.Minimum} to {range.Maximum}.");
            if (property.GetValue(defaults) is { } value)
                help += string.Create(CultureInfo.InvariantCulture, $" Default {(value is TimeSpan time ? time.TotalSeconds : value)}.");
            yield return (JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name), help);
        }
    }

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command line; <c>--config FILE</c> names another file.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>The options, and everything that is wrong; the options are usable only when nothing is.</returns>
    public static (ServiceOptions Options, IReadOnlyList<string> Faults) Read(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var faults = new List<string>();
        Dictionary<string, string?> line = Split(arguments, faults);
        line.Remove(FileOption, out string? given);
        string file = Path.GetFullPath(given ?? DefaultFile);
        IConfiguration[] sources =
        [
            ReadFile(file, isOptional: given is null, faults),
            new ConfigurationBuilder().AddInMemoryCollection(Variables(environment)).Build(),
            new ConfigurationBuilder().AddInMemoryCollection(line).Build(),
        ];
        Func<string, string>[] places = [key => $"{key} in {file}", key => VariablePrefix + key, key => $"--{key}"];
        var options = new ServiceOptions();
        foreach ((IConfiguration source, Func<string, string> place) in sources.Zip(places))
        {
            foreach (IConfigurationSection setting in source.GetChildren())
            {
                if (Apply(setting, options) is { } fault)
                    faults.Add($"{place(setting.Key)} {fault}.");
            }
        }

        return (options, faults);
    }

    private static Dictionary<string, string?> Split(IReadOnlyList<string> arguments, List<string> faults)
    {
        var pairs = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                faults.Add($"'{argument}' is not an option; options begin with --.");
            else if (equals > 0)
                pairs[argument[2..equals]] = argument[(equals + 1)..];
            else if (i + 1 < arguments.Count)
                pairs[argument[2..]] = arguments[++i];
            else
                faults.Add($"{argument} needs a value.");
        }

        return pairs;
    }

    private static Dictionary<string, string?> Variables(IDictionary environment) => environment.Keys.Cast<string>()
        .Where(name => name.StartsWith(VariablePrefix, StringComparison.Ordinal))
        .ToDictionary(name => name[VariablePrefix.Length..], name => (string?)environment[name]);

    private static IConfiguration ReadFile(string file, bool isOptional, List<string> faults)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(file, isOptional, reloadOnChange: false).Build();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            faults.Add($"{file} cannot be read: {(exception.InnerException ?? exception).Message}");
            return new ConfigurationBuilder().Build();
        }
    }

    // Null when the value was applied, or else what is wrong.
    private static string? Apply(IConfigurationSection setting, ServiceOptions options)
    {
        string name = setting.Key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        PropertyInfo? property = Array.Find(_properties, property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (property is null)
            return "is not an option";
        object? value;
        try
        {
            value = property.PropertyType == typeof(TimeSpan)
                ? TimeSpan.FromSeconds(setting.Get<double>())
                : setting.Get(property.PropertyType);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException or ArgumentException)
        {
            string wanted = property.PropertyType == typeof(bool) ? "must be true or false" : "must be a number";
            return $"is \"{setting.Value}\"; it "
                + $"{property.GetCustomAttribute<RangeAttribute>()?.FormatErrorMessage(property.Name) ?? wanted}";
        }

        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateProperty(value, new ValidationContext(options) { MemberName = property.Name }, faults))
            return $"is \"{setting.Value}\"; it {faults[0].ErrorMessage}";
        try
        {
            property.SetValue(options, value);
            return null;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException or NotSupportedException)
        {
            return $"is \"{setting.Value}\", which is not a path: {exception.InnerException.Message}";
        }
    }
}
