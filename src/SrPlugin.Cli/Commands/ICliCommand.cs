using System.CommandLine;

namespace SrPlugin.Cli.Commands;

/// <summary>One subcommand. Knows its arguments and what to do with them.</summary>
internal interface ICliCommand
{
    /// <summary>Builds the command's description and binds its action.</summary>
    Command Build();
}
