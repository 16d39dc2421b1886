namespace SrPlugin.Protocol;

/// <summary>A gentler and a stronger recipe than the one that is set, to choose from by eye.</summary>
public static class RecipeVariants
{
    /// <summary>Gets the changes that make a recipe gentler: half of its strength.</summary>
    /// <param name="used">The recipe that a result was made by, estimates included.</param>
    public static Recipe Gentle(Recipe used)
    {
        ArgumentNullException.ThrowIfNull(used);
        return new Recipe { Blur = used.Blur, Noise = used.Noise, Strength = (used.Strength ?? 1) / 2 };
    }

    /// <summary>
    /// Gets the changes that make a recipe stronger: its full strength, a source that counts as more blurred and noisier, and with models
    /// of several steps all of them under a looser control.
    /// </summary>
    /// <param name="used">The recipe that a result was made by, estimates included.</param>
    public static Recipe Strong(Recipe used)
    {
        ArgumentNullException.ThrowIfNull(used);
        return new Recipe
        {
            Strength = 1,
            Blur = used.Blur is { } blur ? Math.Min(1, Math.Round(blur + 0.2, 4)) : null,
            Noise = used.Noise is { } noise ? Math.Min(1, Math.Round(noise + 0.2, 4)) : null,
            Steps = used.Steps is null ? null : 4,
            ConditioningScale = used.ConditioningScale is { } conditioning ? conditioning * 0.75 : null,
        };
    }
}
