using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

public sealed class DisposeScopeTests
{
    public DisposeScopeTests() => DisposeScopeManager.Statistics.Reset();

    [Fact]
    public void Dispose_OfScope_DisposesWhatWasMadeInIt()
    {
        Tensor inner;
        using (NewDisposeScope())
        {
            inner = zeros(2);
            inner.IsInvalid.ShouldBeFalse();
        }
        inner.IsInvalid.ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => inner.shape);
        Should.Throw<ObjectDisposedException>(() => inner + 1);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(0);
    }

    [Fact]
    public void MoveToOuter_FromInnerScope_LivesAsLongAsTheOuter()
    {
        Tensor kept;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(2).MoveToOuterDisposeScope();
                zeros(3);
            }
            kept.IsInvalid.ShouldBeFalse();
            outer.Contains(kept).ShouldBeTrue();
            outer.DisposablesCount.ShouldBe(1);
        }
        kept.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void MoveToOuter_FromOutermostScope_BelongsToTheCaller()
    {
        Tensor kept;
        using (NewDisposeScope())
            kept = ones(2).MoveToOuterDisposeScope();
        kept.IsInvalid.ShouldBeFalse();
        DisposeScopeManager.Statistics.DetachedFromScopeCount.ShouldBe(1);
        kept.Dispose();
        DisposeScopeManager.Statistics.DisposedOutsideScopeCount.ShouldBe(1);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(0);
    }

    [Fact]
    public void Statistics_OverOneScope_CountEachTensorOnce()
    {
        using (var outside = zeros(1))
        using (var scope = NewDisposeScope())
        {
            var a = ones(1);
            var b = a + outside;
            b.Dispose();
            var c = ones(1).DetachFromDisposeScope();
            scope.Attach(c);
            scope.DisposablesCount.ShouldBe(2);
        }
        var counts = DisposeScopeManager.Statistics;
        counts.CreatedOutsideScopeCount.ShouldBe(1);
        counts.DisposedOutsideScopeCount.ShouldBe(1);
        counts.CreatedInScopeCount.ShouldBe(3);
        counts.DisposedInScopeCount.ShouldBe(3);
        counts.DetachedFromScopeCount.ShouldBe(1);
        counts.AttachedToScopeCount.ShouldBe(1);
        counts.ThreadTotalLiveCount.ShouldBe(0);
    }

    [Fact]
    public void UsingOnInPlaceResult_DisposesTheTensorItself()
    {
        var x = ones(1);
        using (var y = x.add_(1))
            y.ShouldBeSameAs(x);
        x.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void DisposeEverythingBut_KeepsTheNamedOnes()
    {
        using var scope = NewDisposeScope();
        var a = ones(1);
        var b = ones(1);
        scope.DisposeEverythingBut(a).ShouldBeSameAs(a);
        b.IsInvalid.ShouldBeTrue();
        a.IsInvalid.ShouldBeFalse();
        scope.DisposablesCount.ShouldBe(1);
    }

    [Fact]
    public void WrappedTensorDisposeScope_KeepsOnlyTheResult()
    {
        using var result = WrappedTensorDisposeScope(() => ones(2) + ones(2) * 3);
        result.data<float>().ToArray().ShouldBe([4f, 4f]);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(1);
    }

    [Fact]
    public void Scopes_OfTwoThreads_DoNotMix()
    {
        using var scope = NewDisposeScope();
        var there = 0;
        var thread = new Thread(() =>
        {
            CurrentDisposeScope.ShouldBeNull();
            using var mine = NewDisposeScope();
            ones(1);
            there = mine.DisposablesCount;
        });
        thread.Start();
        thread.Join();
        there.ShouldBe(1);
        scope.DisposablesCount.ShouldBe(0);
    }

    [Fact]
    public void TenThousandOperations_InScopes_LeaveNothingBehind()
    {
        var before = Tensor.TotalCount;
        using var a = rand(16, 16);
        for (var k = 0; k < 1000; k++)
        {
            using var scope = NewDisposeScope();
            var b = a.mm(a).add(1).relu().transpose(0, 1).softmax(-1);
            var c = cat([b, a], 1).narrow(1, 3, 5).sum([1L]).exp();
            c[0].unsqueeze(0);
        }
        (Tensor.TotalCount - before).ShouldBe(1);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(1);
    }

    [Fact]
    public void Finalizer_OfForgottenTensors_FreesThem()
    {
        var before = Tensor.TotalCount;
        Forget();
        for (var k = 0; k < 10 && Tensor.TotalCount > before; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);

        static void Forget()
        {
            for (var k = 0; k < 100; k++)
                _ = zeros(1000);
        }
    }
}
