using System.CommandLine;
using System.CommandLine.Invocation;

namespace SrPlugin.Cli.Help;

/// <summary>Prints a command's description for a terminal.</summary>
/// <param name="width">Columns of the terminal.</param>
internal sealed class PrintHelp(int width) : SynchronousCommandLineAction
{
    private const int LargestIndent = 34;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        CommandDescription description = CommandDescription.Of(parseResult.CommandResult.Command);
        Write(output, "", 0, description.Summary);
        output.WriteLine();
        Write(output, "Usage: ", 7, description.Usage);
        foreach (CommandDescription.Section section in description.Sections)
        {
            output.WriteLine();
            output.WriteLine(section.Title + ":");
            int indent = Math.Min(LargestIndent, section.Entries.Max(entry => entry.Signature.Length) + 4);
            foreach (CommandDescription.Entry entry in section.Entries)
                Write(output, $"  {entry.Signature}", indent, entry.Text);
        }

        return (int)ExitCode.Ok;
    }

    // The text begins beside the start where that leaves room, and every line of it at the indent.
    private void Write(TextWriter output, string start, int indent, string text)
    {
        string line = start.Length + (start.EndsWith(' ') || start.Length == 0 ? 0 : 2) <= indent ? start.PadRight(indent) : Broken();
        bool isFirst = true;
        foreach (string word in text.Split(' '))
        {
            if (!isFirst && line.Length + 1 + word.Length > width)
            {
                output.WriteLine(line);
                line = new string(' ', indent);
                isFirst = true;
            }

            line += isFirst ? word : " " + word;
            isFirst = false;
        }

        output.WriteLine(line.TrimEnd());

        string Broken()
        {
            output.WriteLine(start);
            return new string(' ', indent);
        }
    }
}
