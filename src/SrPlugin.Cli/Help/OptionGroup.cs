using System.CommandLine;

namespace SrPlugin.Cli.Help;

/// <summary>Options that are listed under one title.</summary>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options);
