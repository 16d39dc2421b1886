namespace SrPlugin.Protocol.Catalogue;

/// <summary>A licence that a person has to accept.</summary>
/// <param name="Subject">The name of what is under the licence.</param>
/// <param name="Name">The licence's name.</param>
/// <param name="Terms">Its terms in plain words.</param>
/// <param name="Url">The address of its text; null when there is none.</param>
public sealed record LicenceTerms(string Subject, string Name, string Terms, string? Url);
