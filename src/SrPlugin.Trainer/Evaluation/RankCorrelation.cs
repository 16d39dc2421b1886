namespace SrPlugin.Trainer.Evaluation;

/// <summary>Spearman's rank correlation: whether one quantity rises with another, whatever the shape of the curve.</summary>
public static class RankCorrelation
{
    /// <summary>−1 (falls strictly) … 1 (rises strictly); equal values share the mean of their ranks.</summary>
    /// <exception cref="ArgumentException">The lists differ in length, have fewer than 2 values, or one of them is constant.</exception>
    public static double Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count < 2)
            throw new ArgumentException(
                $"Rank correlation needs two lists of one length, at least 2, not {first.Count} and {second.Count}.");
        var a = Ranks(first);
        var b = Ranks(second);
        var mean = (first.Count - 1) / 2.0;
        double covariance = 0, varianceA = 0, varianceB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            covariance += (a[i] - mean) * (b[i] - mean);
            varianceA += (a[i] - mean) * (a[i] - mean);
            varianceB += (b[i] - mean) * (b[i] - mean);
        }

        if (varianceA == 0 || varianceB == 0)
            throw new ArgumentException("The rank correlation with a constant list is undefined.");
        return covariance / Math.Sqrt(varianceA * varianceB);
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end + 1 < order.Length && values[order[end + 1]].Equals(values[order[start]]))
                end++;
            for (var i = start; i <= end; i++)
                ranks[order[i]] = (start + end) / 2.0;
            start = end + 1;
        }

        return ranks;
    }
}
