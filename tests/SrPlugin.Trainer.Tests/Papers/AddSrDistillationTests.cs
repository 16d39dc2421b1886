using SrPlugin.Testing;
using SrPlugin.Trainer.Papers;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Papers;

public sealed class AddSrDistillationTests
{
    [Theory]
    [InlineData(1000, 999, 4.6305, 0.5, 0.7)]
    [InlineData(999, 749, 0.5, 1.05, 0.9)]
    [InlineData(749, 499, 1.05, 2.205, 1.1)]
    [InlineData(499, 249, 2.205, 4.6305, 1.3)]
    public void Weight_EveryStep_IsThatOfTheFormula(int marker, int graded, double published, double intended, double linear)
    {
        AddSrDistillation.Weight(TimestepWeights.AsPublished, marker, graded).ShouldBe(published, 1e-9);
        AddSrDistillation.Weight(TimestepWeights.AsIntended, marker, graded).ShouldBe(intended, 1e-9);
        AddSrDistillation.Weight(TimestepWeights.Linear, marker, graded).ShouldBe(linear, 1e-9);
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(999, 499)]
    [InlineData(749, 749)]
    public void Distance_GoldenPictures_GivesTheGoldenLoss(int first, int second)
    {
        using var golden = new GoldenTensors("training/addsr_training.safetensors");
        using var scope = NewDisposeScope();
        var alphas = golden["alphas_cumprod"].data<float>().ToArray();
        var times = golden["dis.t"].data<long>().ToArray();
        Tensor[] signal = [
            .. Enumerable.Range(0, 4)
                .Select(i => tensor(new[] { MathF.Sqrt(alphas[times[2 * i]]), MathF.Sqrt(alphas[times[(2 * i) + 1]]) }))
        ];

        var distances = AddSrDistillation.Distance(golden["dis.student"], golden["dis.teacher"].unbind(0), signal).data<float>().ToArray();

        var expected = golden["dis.per_item"].data<float>().ToArray();
        for (var i = 0; i < 2; i++)
            distances[i].ShouldBe(expected[i], 1e-5f * expected[i]);
        var loss = (
            AddSrDistillation.Weight(TimestepWeights.AsPublished, first, 0) * distances[0]
                + AddSrDistillation.Weight(TimestepWeights.AsPublished, second, 0) * distances[1]) / 2;
        loss.ShouldBe(golden[$"L_dis.{first}_{second}"].to(ScalarType.Float64).data<double>()[0], 1e-5 * loss);
    }
}
