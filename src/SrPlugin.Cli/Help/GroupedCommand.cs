using System.CommandLine;

namespace SrPlugin.Cli.Help;

/// <summary>A command whose options are listed in groups, in help and manual.</summary>
internal sealed class GroupedCommand(string name, string description) : Command(name, description)
{
    private readonly List<OptionGroup> _groups = [];

    /// <summary>Gets the groups, in the order that they are listed in.</summary>
    public IReadOnlyList<OptionGroup> Groups => _groups;

    /// <summary>Adds options under a title.</summary>
    public void AddGroup(string title, params IEnumerable<Option> options)
    {
        Option[] added = [.. options];
        foreach (Option option in added)
            Add(option);
        if (added.Length > 0)
            _groups.Add(new OptionGroup(title, added));
    }
}
