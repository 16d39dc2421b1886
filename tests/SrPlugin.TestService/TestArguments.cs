using System.Collections;
using SrPlugin.Service.Options;

namespace SrPlugin.TestService;

/// <summary>
/// The options that this program has beyond the service's own: <c>--engine test|real</c>, and how the test engine behaves,
/// <c>--test-delay MS</c>, <c>--test-tiles N</c>, <c>--test-fault FAULT</c>, <c>--test-fault-at N</c>. The engine can also be chosen by
/// <c>SRPLUGIN_SERVICE_ENGINE</c>.
/// </summary>
/// <param name="IsReal">Whether the networks compute, as in the service itself.</param>
/// <param name="Behaviour">How the test engine behaves.</param>
/// <param name="Others">The arguments for the service.</param>
/// <param name="OtherVariables">The environment for the service.</param>
internal sealed record TestArguments(bool IsReal, TestBehaviour Behaviour, IReadOnlyList<string> Others, IDictionary OtherVariables)
{
    private const string EngineOption = "--engine";
    private const string EngineVariable = OptionsReader.VariablePrefix + "ENGINE";
    private const string TestPrefix = "--test-";

    /// <summary>Separates this program's options from the service's.</summary>
    /// <exception cref="FormatException">One of this program's options is wrong.</exception>
    public static TestArguments Parse(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var variables = new Hashtable(environment);
        string engine = (string?)variables[EngineVariable] ?? "test";
        variables.Remove(EngineVariable);
        var behaviour = new TestBehaviour();
        var others = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument == EngineOption && i + 1 < arguments.Count)
                engine = arguments[++i];
            else if (argument.StartsWith(TestPrefix, StringComparison.Ordinal) && i + 1 < arguments.Count)
                behaviour = behaviour.With(argument[TestPrefix.Length..], arguments[++i]);
            else
                others.Add(argument);
        }

        if (engine is not ("test" or "real"))
            throw new FormatException($"{EngineOption} is \"{engine}\"; it must be test or real.");
        return new TestArguments(engine == "real", behaviour, others, variables);
    }
}
