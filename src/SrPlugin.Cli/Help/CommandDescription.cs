using System.CommandLine;
using System.Globalization;

namespace SrPlugin.Cli.Help;

/// <summary>A command in words: what <c>--help</c> prints and what the manual pages say.</summary>
/// <param name="Name">The whole command: <c>srplugin models get</c>.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Usage">The command line, with what it takes.</param>
/// <param name="Sections">Arguments, options and subcommands, with what each is.</param>
internal sealed record CommandDescription(string Name, string Summary, string Usage, IReadOnlyList<CommandDescription.Section> Sections)
{
    /// <summary>Describes a command.</summary>
    public static CommandDescription Of(Command command)
    {
        Command[] path = [.. Path(command)];
        string name = string.Join(' ', path.Select(part => part is RootCommand ? "srplugin" : part.Name));
        Argument[] arguments = [.. command.Arguments.Where(argument => !argument.Hidden)];
        Command[] commands = [.. command.Subcommands.Where(child => !child.Hidden)];
        OptionGroup[] groups = [.. Groups(command, path)];
        string[] usage =
        [
            name,
            .. commands.Length > 0 ? (string[])["COMMAND"] : [],
            .. arguments.Select(argument => argument.Name + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "")),
            .. groups.SelectMany(group => group.Options).Where(option => option.Required).Select(Signature),
            "[options]",
        ];
        List<Section> sections = [];
        Add("Commands", commands.Select(child => new Entry(child.Name, child.Description ?? "")));
        Add("Arguments", arguments.Select(argument => new Entry(argument.Name, argument.Description ?? "")));
        foreach (OptionGroup group in groups)
            Add(group.Title, group.Options.Select(option => new Entry(Signature(option), Text(option))));
        return new CommandDescription(name, command.Description ?? "", string.Join(' ', usage), sections);

        void Add(string title, IEnumerable<Entry> entries)
        {
            if (entries.ToArray() is { Length: > 0 } some)
                sections.Add(new Section(title, some));
        }
    }

    private static IEnumerable<Command> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent).Append(command) : [command];

    private static IEnumerable<OptionGroup> Groups(Command command, Command[] path)
    {
        IReadOnlyList<OptionGroup> named = command is GroupedCommand grouped ? grouped.Groups : [];
        Option[] other =
        [
            .. command.Options.Except(named.SelectMany(group => group.Options)),
            .. path.SkipLast(1).SelectMany(parent => parent.Options).Where(option => option.Recursive),
        ];
        OptionGroup rest = new(named.Count > 0 ? "Other options" : "Options", [.. other.Where(option => !option.Hidden)]);
        return rest.Options.Count > 0 ? [.. named, rest] : named;
    }

    private static string Signature(Option option)
    {
        IEnumerable<string> names = option.Aliases.Where(alias => alias.StartsWith('-') && alias != "-?").Append(option.Name)
            .Distinct().OrderBy(name => name.Length);
        string value = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) || option.ValueType == typeof(void)
            ? ""
            : $" {option.HelpName ?? "VALUE"}";
        return string.Join(", ", names) + value;
    }

    private static string Text(Option option)
    {
        string text = option.Description ?? "";
        if (option.Required || !option.HasDefaultValue || option.ValueType == typeof(bool))
            return text;
        return option.GetDefaultValue() switch
        {
            null or "" => text,
            IFormattable value => $"{text} [default: {value.ToString(null, CultureInfo.InvariantCulture)}]",
            { } value => $"{text} [default: {value}]",
        };
    }

    /// <summary>Entries under a title.</summary>
    public sealed record Section(string Title, IReadOnlyList<Entry> Entries);

    /// <summary>An argument, option or subcommand as it is written, and what it is.</summary>
    public sealed record Entry(string Signature, string Text);
}
