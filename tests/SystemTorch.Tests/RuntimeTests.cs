using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

public sealed class RuntimeTests
{
    [Fact]
    public void Threads_AtStart_AreThePhysicalCores()
    {
        get_num_threads().ShouldBeInRange(1, Environment.ProcessorCount);
        var before = get_num_threads();
        set_num_threads(1);
        get_num_threads().ShouldBe(1);
        set_num_threads(before);
        get_num_threads().ShouldBe(before);
    }

    [Fact]
    public void Generators_WithTheSameSeed_DrawTheSameNumbers()
    {
        using var scope = NewDisposeScope();
        using var a = new Generator(42);
        using var b = new Generator(42);
        using var c = new Generator(43);
        var x = randn(100, generator: a);
        rand(5);
        x.Equals(randn(100, generator: b)).ShouldBeTrue();
        x.Equals(randn(100, generator: c)).ShouldBeFalse();
        a.initial_seed().ShouldBe(42);
        var state = a.get_state();
        var next = rand(3, generator: a);
        a.set_state(state);
        rand(3, generator: a).Equals(next).ShouldBeTrue();
        a.manual_seed(42);
        x.Equals(randn(100, generator: a)).ShouldBeTrue();
    }

    [Fact]
    public void ManualSeed_OfTheDefaultGenerator_RepeatsItsNumbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var x = rand(10);
        manual_seed(7);
        rand(10).Equals(x).ShouldBeTrue();
    }

    [Fact]
    public void Operators_OnManyThreads_GiveTheSameResult()
    {
        using var a = arange(64 * 64, ScalarType.Float64).view(64, 64).div(1000).DetachFromDisposeScope();
        double expected;
        using (NewDisposeScope())
            expected = a.mm(a).sin().sum().item<double>();
        Parallel.For(0, 32, _ =>
        {
            using var scope = NewDisposeScope();
            a.mm(a).sin().sum().item<double>().ShouldBe(expected, 1e-6);
        });
    }

    [Fact]
    public void Misuse_OfOperators_ThrowsAndNamesThem()
    {
        using var scope = NewDisposeScope();
        Error(() => zeros(2, 3).add(zeros(4))).ShouldContain("aten::add.Tensor(Float32[2, 3], Float32[4])");
        Error(() => zeros(2, 3).reshape(7)).ShouldContain("[7]");
        Error(() => cat([zeros(2, 3), zeros(1, 1, 1)])).ShouldContain("aten::cat([Float32[2, 3], Float32[1, 1, 1]]");
        Error(() => nn.functional.conv2d(zeros(1, 2, 4, 4), zeros(3, 5, 3, 3))).ShouldContain("aten::conv2d(Float32[1, 2, 4, 4], Float32[3, 5, 3, 3]");
        Error(() => zeros(2, 3).matmul(zeros(2, 3))).ShouldContain("aten::matmul");
        Error(() => empty([1L << 60])).ShouldContain("aten::empty");
        Error(() => zeros(3).index_select(0, tensor(new long[] { 9 }))).ShouldContain("index_select");
        Should.Throw<ArgumentException>(() => new Device("toaster"));
        Should.Throw<IndexOutOfRangeException>(() => zeros(2)[0, 0]);
        new Op("aten::no_such_operator").Exists.ShouldBeFalse();
        Should.Throw<ExternalException>(() => new Op("aten::no_such_operator").Run(zeros(1))).Message.ShouldContain("aten::no_such_operator");
    }

    [Fact]
    public void DisposedTensor_AnywhereInACall_IsRefused()
    {
        using var scope = NewDisposeScope();
        var gone = zeros(2);
        gone.Dispose();
        gone.Dispose();
        Should.Throw<ObjectDisposedException>(() => zeros(2).add(gone));
        Should.Throw<ObjectDisposedException>(() => cat([zeros(2), gone]));
        Should.Throw<ObjectDisposedException>(() => cat(Enumerable.Repeat(gone, 200).ToArray()));
        gone.ToString().ShouldContain("disposed");
    }

    [Fact]
    public void LongLists_OfTensors_GoThrough()
    {
        using var scope = NewDisposeScope();
        var many = Enumerable.Range(0, 500).Select(k => full([1], k)).ToArray();
        cat(many).sum().item<float>().ShouldBe(500 * 499 / 2f);
        stack(many).shape.ShouldBe([500L, 1L]);
    }

    [Fact]
    public void Device_Descriptions_AreRead()
    {
        device("cpu").type.ShouldBe(DeviceType.CPU);
        device("cuda:1").index.ShouldBe(1);
        new Device(DeviceType.CUDA, 2).ToString().ShouldBe("cuda:2");
        ((Device)"cpu").ToString().ShouldBe("cpu");
        if (!cuda.is_available())
            Should.Throw<InvalidOperationException>(() => zeros([1], device: CUDA));
        using var meta = zeros([1 << 20, 1 << 20], device: META);
        meta.is_meta.ShouldBeTrue();
        meta.numel().ShouldBe(1L << 40);
    }

    [Fact]
    public void Version_OfLibtorch_IsANumber() => __version__.Split('.').Length.ShouldBeGreaterThanOrEqualTo(2);

    private static string Error(Func<Tensor> misuse) => Should.Throw<ExternalException>(() => misuse()).Message;
}
