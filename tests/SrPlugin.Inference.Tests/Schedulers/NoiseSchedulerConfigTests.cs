using SrPlugin.Inference.Schedulers;

namespace SrPlugin.Inference.Tests.Schedulers;

public sealed class NoiseSchedulerConfigTests
{
    [Fact]
    public void Parse_PublishedConfig_ReadsWhatMatters()
    {
        var config = NoiseSchedulerConfig.Parse(
            """{"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "clip_sample": true, "prediction_type": "v_prediction", "trained_betas": null}""");

        config.ShouldBe(new NoiseSchedulerConfig
        {
            BetaStart = 0.00085,
            BetaEnd = 0.012,
            BetaSchedule = BetaSchedule.ScaledLinear,
            PredictionType = PredictionType.VPrediction,
        });
    }

    [Theory]
    [InlineData("""{"beta_schedule": "squaredcos_cap_v2"}""", "beta_schedule", "squaredcos_cap_v2")]
    [InlineData("""{"prediction_type": "flow"}""", "prediction_type", "flow")]
    [InlineData("""{"trained_betas": [0.1]}""", "trained_betas", "0.1")]
    [InlineData("""{"rescale_betas_zero_snr": true}""", "rescale_betas_zero_snr", "true")]
    public void Parse_ForeignValue_NamesKeyAndValue(string json, string key, string value)
    {
        var message = Should.Throw<NotSupportedException>(() => NoiseSchedulerConfig.Parse(json)).Message;

        message.ShouldContain(key);
        message.ShouldContain(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"beta_start": "x"}""")]
    [InlineData("""{"beta_start": 2}""")]
    [InlineData("""{"num_train_timesteps": 1}""")]
    public void Parse_Nonsense_Throws(string json) => Should.Throw<FormatException>(() => NoiseSchedulerConfig.Parse(json));
}
