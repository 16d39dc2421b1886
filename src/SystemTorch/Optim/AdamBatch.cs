using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters with a gradient that have taken equally many steps: they can be updated together.</summary>
internal sealed record AdamBatch<TState>(Tensor[] Weights, Tensor[] Gradients, TState[] States);

/// <summary>Makes the batches of a group.</summary>
internal static class AdamBatch
{
    internal static IEnumerable<AdamBatch<TState>> Of<TState>(IEnumerable<Parameter> parameters, Func<Parameter, TState> stateOf)
        where TState : IStepped
    {
        var ready = parameters.Select(p => (Parameter: p, Gradient: p.grad)).Where(p => p.Gradient is not null).Select(p => (p.Parameter, p.Gradient, State: stateOf(p.Parameter)));
        foreach (var equal in ready.ToArray().GroupBy(p => p.State.Step))
        {
            var all = equal.ToArray();
            yield return new AdamBatch<TState>(
                Array.ConvertAll(all, p => (Tensor)p.Parameter), Array.ConvertAll(all, p => p.Gradient), Array.ConvertAll(all, p => p.State));
        }
    }
}

/// <summary>A state that counts its steps.</summary>
internal interface IStepped
{
    long Step { get; }
}
