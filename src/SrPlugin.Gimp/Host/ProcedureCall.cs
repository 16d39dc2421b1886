namespace SrPlugin.Gimp.Host;

/// <summary>
/// A call that the editor makes: values in the order of the definition's arguments. Where the user was or is asked, only the first three
/// may be there.
/// </summary>
/// <param name="Name">The procedure.</param>
/// <param name="Values">int, int[], double or string, as each argument's kind says.</param>
internal sealed record ProcedureCall(string Name, IReadOnlyList<object> Values)
{
    /// <summary>A whole number.</summary>
    public int Integer(int index) => (int)Values[index];

    /// <summary>A number.</summary>
    public double Number(int index) => (double)Values[index];

    /// <summary>A text.</summary>
    public string Text(int index) => (string)Values[index];

    /// <summary>Several whole numbers.</summary>
    public IReadOnlyList<int> Integers(int index) => (int[])Values[index];
}
