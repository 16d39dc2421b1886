using System.Globalization;

namespace SrPlugin.Service.Soak;

/// <summary>Prints what was measured.</summary>
internal static class Figures
{
    public static void Print(FormattableString line) => Console.WriteLine("   " + line.ToString(CultureInfo.InvariantCulture));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>MiB that a process holds.</summary>
    public static double ResidentMiB(int process) => StatusMiB(process, "VmRSS:");

    /// <summary>A line of the process' status in MiB.</summary>
    public static double StatusMiB(int process, string field)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line[field.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
    }
}
