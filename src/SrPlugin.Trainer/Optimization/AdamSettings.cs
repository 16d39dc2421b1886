namespace SrPlugin.Trainer.Optimization;

/// <summary>The settings of AdamW that seldom change. The defaults are those of the built-in models' training.</summary>
internal sealed record AdamSettings
{
    /// <summary>torch's defaults, which both papers train with.</summary>
    public static AdamSettings Published { get; } =
        new() { Beta2 = 0.999f, Epsilon = 1e-8, DecaysVectors = true, NormEpsilon = 1e-6, AverageStartsQuickly = false };

    /// <summary>Decay of the second moment.</summary>
    public float Beta2 { get; init; } = 0.99f;

    /// <summary>
    /// What keeps the divisor from zero. The built-in models' text encoder has gradients of 1e-10 at first: a larger one would leave it
    /// untrained.
    /// </summary>
    public double Epsilon { get; init; } = 1e-14;

    /// <summary>Whether biases and other vectors decay too.</summary>
    public bool DecaysVectors { get; init; }

    /// <summary>What is added to the gradients' norm before it divides.</summary>
    public double NormEpsilon { get; init; } = 1e-12;

    /// <summary>Whether a young average follows quickly.</summary>
    public bool AverageStartsQuickly { get; init; } = true;
}
