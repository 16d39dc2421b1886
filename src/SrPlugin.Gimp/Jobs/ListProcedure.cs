using SrPlugin.Gimp.Host;

namespace SrPlugin.Gimp.Jobs;

/// <summary>A list of names for scripts.</summary>
/// <param name="name">The procedure.</param>
/// <param name="what">What it lists.</param>
/// <param name="list">Gives "name: description" for each.</param>
internal sealed class ListProcedure(string name, string what, Func<IReadOnlyList<string>> list) : IProcedure
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ProcedureDefinition Definition => field ??= new()
    {
        Name = Name,
        Blurb = $"Lists the {what} of SrPlugin",
        Help = $"Returns one text for each of the {what}: its name, a colon and what it is good for.",
        Arguments = [],
        Returns = [new(ArgumentKind.Texts, "names", $"The {what}")],
    };

    /// <inheritdoc/>
    public ProcedureOutcome Run(ProcedureCall call) => ProcedureOutcome.Done(list());
}
