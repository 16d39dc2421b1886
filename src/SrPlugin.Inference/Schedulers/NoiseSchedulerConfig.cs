using System.Text.Json;

namespace SrPlugin.Inference.Schedulers;

/// <summary>
/// The part of a published <c>scheduler_config.json</c> that one-step inference depends on. <c>clip_sample</c> is read by nobody:
/// a one-step model's prediction lies far outside [-1, 1] and clipping would destroy it.
/// </summary>
public sealed record NoiseSchedulerConfig
{
    /// <summary>Number of training timesteps; valid timesteps are 0 … this − 1.</summary>
    public int TrainTimestepCount { get; init; } = 1000;

    /// <summary>Variance of the first timestep.</summary>
    public double BetaStart { get; init; } = 0.0001;

    /// <summary>Variance of the last timestep.</summary>
    public double BetaEnd { get; init; } = 0.02;

    /// <summary>How the variances run between the two.</summary>
    public BetaSchedule BetaSchedule { get; init; } = BetaSchedule.Linear;

    /// <summary>What the UNet's output means.</summary>
    public PredictionType PredictionType { get; init; } = PredictionType.Epsilon;

    /// <summary>Reads a scheduler_config.json.</summary>
    /// <param name="json">The file's text.</param>
    /// <exception cref="FormatException">The text is not a JSON object, or a value has the wrong type or an impossible size.</exception>
    /// <exception cref="NotSupportedException">A key has a value that this scheduler does not implement.</exception>
    public static NoiseSchedulerConfig Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The scheduler's configuration cannot be read: {exception.Message}", exception);
        }
    }

    private static NoiseSchedulerConfig Read(JsonElement root)
    {
        Refuse("trained_betas", value => value.ValueKind != JsonValueKind.Null);
        Refuse("rescale_betas_zero_snr", value => value.ValueKind == JsonValueKind.True);
        Refuse("thresholding", value => value.ValueKind == JsonValueKind.True);
        var defaults = new NoiseSchedulerConfig();
        var config = new NoiseSchedulerConfig
        {
            TrainTimestepCount = root.TryGetProperty("num_train_timesteps", out var count) ? count.GetInt32() : defaults.TrainTimestepCount,
            BetaStart = root.TryGetProperty("beta_start", out var start) ? start.GetDouble() : defaults.BetaStart,
            BetaEnd = root.TryGetProperty("beta_end", out var end) ? end.GetDouble() : defaults.BetaEnd,
            BetaSchedule = Choose(
                "beta_schedule", defaults.BetaSchedule, ("linear", BetaSchedule.Linear), ("scaled_linear", BetaSchedule.ScaledLinear)),
            PredictionType = Choose(
                "prediction_type", defaults.PredictionType,
                ("epsilon", PredictionType.Epsilon), ("sample", PredictionType.Sample), ("v_prediction", PredictionType.VPrediction)),
        };
        if (config.TrainTimestepCount is < 2 or > 100_000 || config.BetaStart is not (> 0 and < 1) || config.BetaEnd is not (> 0 and < 1))
            throw new FormatException($"The scheduler's configuration is impossible: {config}.");
        return config;

        void Refuse(string key, Predicate<JsonElement> isForeign)
        {
            if (root.TryGetProperty(key, out var value) && isForeign(value))
                throw NotSupported(key, value);
        }

        T Choose<T>(string key, T absent, params ReadOnlySpan<(string Name, T Value)> known)
        {
            if (!root.TryGetProperty(key, out var value))
                return absent;
            foreach (var (name, choice) in known)
            {
                if (value.GetString() == name)
                    return choice;
            }

            throw NotSupported(key, value);
        }
    }

    private static NotSupportedException NotSupported(string key, JsonElement value) =>
        new($"The scheduler's configuration has {key} = {value.GetRawText()}, which is not supported.");
}
