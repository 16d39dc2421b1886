using System.Runtime.Intrinsics.X86;

namespace SrPlugin.Networks.Layers;

/// <summary>What the machine's processor is good at, as far as it decides between kernels.</summary>
public static class Processor
{
    private const int FeatureLeaf = 7;
    private const int AmxBFloat16Bit = 22; // leaf 7, subleaf 0, EDX
    private const int Avx512BFloat16Bit = 5; // leaf 7, subleaf 1, EAX

    /// <summary>
    /// Gets whether the processor multiplies bfloat16 numbers (AVX512_BF16 or AMX), so that they are quicker than float32.
    /// </summary>
    public static bool ComputesBFloat16 { get; } =
        X86Base.IsSupported && Avx512F.IsSupported && HighestLeaf() >= FeatureLeaf
        && (IsSet(X86Base.CpuId(FeatureLeaf, 0).Edx, AmxBFloat16Bit)
            || (X86Base.CpuId(FeatureLeaf, 0).Eax >= 1 && IsSet(X86Base.CpuId(FeatureLeaf, 1).Eax, Avx512BFloat16Bit)));

    /// <summary>
    /// Gets whether large matrix products are quicker as 1×1 convolutions: libtorch hands the former to MKL, which is slow on processors of
    /// other makers, and the latter to oneDNN.
    /// </summary>
    public static bool PrefersConvolutions { get; } = X86Base.IsSupported && !IsIntel();

    private static int HighestLeaf() => X86Base.CpuId(0, 0).Eax;

    // "GenuineIntel" in EBX, EDX, ECX.
    private static bool IsIntel() => X86Base.CpuId(0, 0) is (_, 0x756e6547, 0x6c65746e, 0x49656e69);

    private static bool IsSet(int register, int bit) => (register >> bit & 1) != 0;
}
