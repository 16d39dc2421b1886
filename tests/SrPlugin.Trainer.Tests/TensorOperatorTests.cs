using System.Reflection;
using SrPlugin.Inference.Devices;
using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Training;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests;

/// <summary>
/// The analyzer that bans TorchSharp's operators (docs/dev/torchsharp.md) overlooks compound assignments such as <c>x += y</c>.
/// </summary>
public sealed class TensorOperatorTests
{
    public static TheoryData<string> Assemblies =>
    [
        typeof(TensorArithmetic).Assembly.Location,
        typeof(TensorLibrary).Assembly.Location,
        typeof(TrainingRun).Assembly.Location,
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_TensorOperators_MakeNoScalars(string path)
    {
        var used = References(Assembly.LoadFrom(path).ManifestModule).Where(member => member.DeclaringType == typeof(Tensor)).ToArray();

        used.ShouldNotBeEmpty();
        used.OfType<MethodInfo>().Where(MakesScalar).Select(method => method.ToString()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("op_Addition", typeof(Tensor), typeof(Tensor), true)]
    [InlineData("op_Multiply", typeof(Tensor), typeof(double), true)]
    [InlineData("op_Subtraction", typeof(int), typeof(Tensor), true)]
    [InlineData("op_Multiply", typeof(Tensor), typeof(Tensor), false)]
    [InlineData("op_Subtraction", typeof(Tensor), typeof(Tensor), false)]
    public void MakesScalar_Operator_KnowsIt(string name, Type left, Type right, bool expected) =>
        MakesScalar(typeof(Tensor).GetMethod(name, [left, right])!).ShouldBe(expected);

    private static bool MakesScalar(MethodInfo method) =>
        method.Name.StartsWith("op_", StringComparison.Ordinal)
        && (method.Name == "op_Addition" || method.GetParameters().Any(parameter => parameter.ParameterType != typeof(Tensor)));

    // The rows of the table of references to other assemblies' members.
    private static IEnumerable<MemberInfo> References(Module module)
    {
        const int MemberReferences = 0x0A000000;
        for (var row = 1; ; row++)
        {
            MemberInfo? member;
            try
            {
                member = module.ResolveMember(MemberReferences + row);
            }
            catch (ArgumentOutOfRangeException)
            {
                yield break;
            }
            catch (Exception exception) when (exception is BadImageFormatException or ArgumentException)
            {
                continue; // A member of a generic type, which tensors are not.
            }

            if (member is not null)
                yield return member;
        }
    }
}
