namespace SrPlugin.Inference.Tests;

/// <summary>
/// Tests that run alone: the garbage they collect could otherwise be what another test's own calls of TorchSharp still use
/// (docs/dev/torchsharp.md).
/// </summary>
[CollectionDefinition(nameof(TestsThatCollectGarbage), DisableParallelization = true)]
public sealed class TestsThatCollectGarbage;
