namespace SrPlugin.Bench;

/// <summary>How far one result is from the authors' own.</summary>
/// <param name="Name">Its name in the golden file.</param>
/// <param name="Error">Largest difference over the golden tensor's standard deviation.</param>
/// <param name="Limit">What counts as right.</param>
internal sealed record CheckedTensor(string Name, double Error, double Limit)
{
    public bool Ok => Error <= Limit;
}
