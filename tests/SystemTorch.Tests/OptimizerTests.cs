using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

public sealed class OptimizerTests
{
    [Fact]
    public void AdamWStep_OnKnownGradients_FollowsTheFormula()
    {
        const double Rate = 0.1, Beta1 = 0.9, Beta2 = 0.99, Eps = 1e-6, Decay = 0.05;
        double[] w = [1, -2, 0.5];
        double[] m = new double[3], v = new double[3];
        using var p = new Parameter(tensor(w));
        using var q = new Parameter(tensor(w));
        using var optimizer = optim.AdamW([p, q], Rate, Beta1, Beta2, Eps, Decay);
        for (var step = 1; step <= 5; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            (p.pow(3).sum() + q.pow(3).sum()).backward();
            optimizer.step();
            for (var k = 0; k < 3; k++)
            {
                var g = 3 * w[k] * w[k];
                w[k] *= 1 - Rate * Decay;
                m[k] = Beta1 * m[k] + (1 - Beta1) * g;
                v[k] = Beta2 * v[k] + (1 - Beta2) * g * g;
                var mean = m[k] / (1 - Math.Pow(Beta1, step));
                var root = Math.Sqrt(v[k] / (1 - Math.Pow(Beta2, step)));
                w[k] -= Rate * mean / (root + Eps);
            }
        }
        for (var k = 0; k < 3; k++)
        {
            p.ReadCpuDouble(k).ShouldBe(w[k], 1e-12);
            q.ReadCpuDouble(k).ShouldBe(w[k], 1e-12);
        }
    }

    [Fact]
    public void AdamStep_FirstStep_MovesByTheRate()
    {
        using var p = new Parameter(tensor(new double[] { 3 }));
        using var optimizer = optim.Adam([p], 0.01);
        p.square().sum().backward();
        optimizer.step();
        p.item<double>().ShouldBe(3 - 0.01, 1e-8);
    }

    [Fact]
    public void SgdStep_WithMomentum_FollowsTheFormula()
    {
        double w = 2, buffer = 0;
        using var p = new Parameter(tensor(w));
        using var optimizer = optim.SGD([p], 0.1, 0.9, weight_decay: 0.01);
        for (var step = 0; step < 4; step++)
        {
            optimizer.zero_grad();
            using var loss = p.square();
            loss.backward();
            optimizer.step();
            buffer = 0.9 * buffer + 2 * w + 0.01 * w;
            w -= 0.1 * buffer;
        }
        p.item<double>().ShouldBe(w, 1e-12);
    }

    [Fact]
    public void LearningRate_OfOneGroup_ActsOnThatGroup()
    {
        using var a = new Parameter(ones(1));
        using var b = new Parameter(ones(1));
        using var optimizer = optim.SGD([new SGD.ParamGroup([a], 0.5), new SGD.ParamGroup([b], 0.5)], 0.1);
        optimizer.ParamGroups.Last().LearningRate = 0;
        (a + b).sum().backward();
        optimizer.step();
        a.item<float>().ShouldBe(0.5f);
        b.item<float>().ShouldBe(1);
    }

    [Fact]
    public void SaveAndLoad_OfAdamW_ContinuesAsIfNeverStopped()
    {
        using var a = new Parameter(tensor(new double[] { 1, 2 }));
        using var b = new Parameter(tensor(new double[] { 1, 2 }));
        using var first = optim.AdamW([a], 0.05);
        Train(a, first, 3);
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        first.save_state_dict(writer);
        using (no_grad())
            b.copy_(a);
        using var second = optim.AdamW([b], 0.7);
        file.Position = 0;
        using var reader = new BinaryReader(file);
        second.load_state_dict(reader);
        Train(a, first, 3);
        Train(b, second, 3);
        b.data<double>().ToArray().ShouldBe(a.data<double>().ToArray());
    }

    [Fact]
    public void CosineAnnealing_OverItsPeriod_FallsFromFirstToLast()
    {
        using var a = new Parameter(ones(1));
        using var optimizer = optim.SGD([a], 1.0);
        var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 4, 0.1);
        var rates = new List<double> { optimizer.ParamGroups.First().LearningRate };
        for (var k = 0; k < 4; k++)
        {
            schedule.step();
            rates.Add(optimizer.ParamGroups.First().LearningRate);
        }
        rates[0].ShouldBe(1, 1e-12);
        rates[2].ShouldBe(0.55, 1e-12);
        rates[4].ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void ClipGradNorm_AboveTheLimit_ScalesToIt()
    {
        using var a = new Parameter(tensor(new double[] { 3, 4 }));
        using var b = new Parameter(tensor(new double[] { 12 }));
        (a.square().sum() + b.square().sum()).mul(0.5).backward();
        nn.utils.clip_grad_norm_([a, b], 1).ShouldBe(13, 1e-9);
        using var gradient = b.grad!;
        gradient.item<double>().ShouldBe(12.0 / 13, 1e-6);
    }

    private static void Train(Parameter p, OptimizerHelper optimizer, int steps)
    {
        for (var k = 0; k < steps; k++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            p.pow(4).sum().backward();
            optimizer.step();
        }
    }
}
