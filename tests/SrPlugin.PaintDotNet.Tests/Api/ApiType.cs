namespace SrPlugin.PaintDotNet.Tests.Api;

/// <summary>A type of the list: where it is declared, what it is made of.</summary>
/// <param name="Name">With namespace; `n for generic arity, '.' before nested types.</param>
/// <param name="Assembly">The assembly that holds the type.</param>
/// <param name="Bases">Simple names of the base type and the interfaces.</param>
/// <param name="Members">Signatures in the form of <see cref="MemberText"/>, each behind its assembly and a '|'.</param>
/// <param name="EnumValues">Names and values.</param>
internal sealed record ApiType(
    string Name, string Assembly, IReadOnlySet<string> Bases, IReadOnlySet<string> Members, IReadOnlySet<string> EnumValues);
