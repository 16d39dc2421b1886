namespace SrPlugin.Gimp.Host;

/// <summary>An argument or a return value as the editor's procedure browser shows it.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">Lower-case words joined by '-'.</param>
/// <param name="Help">What it means, range and special values included.</param>
internal sealed record ProcedureArgument(ArgumentKind Kind, string Name, string Help)
{
    /// <summary>Gets the smallest number that is taken.</summary>
    public double Minimum { get; init; } = int.MinValue;

    /// <summary>Gets the largest number that is taken.</summary>
    public double Maximum { get; init; } = int.MaxValue;

    /// <summary>Gets the number that counts where an editor lets arguments be left out. A text left out is empty.</summary>
    public double Default { get; init; }
}
