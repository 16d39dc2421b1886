namespace SrPlugin.Gimp.Host;

/// <summary>An argument or a return value as the editor's procedure browser shows it.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">Lower-case words joined by '-'.</param>
/// <param name="Help">What it means, range and special values included.</param>
internal sealed record ProcedureArgument(ArgumentKind Kind, string Name, string Help);
