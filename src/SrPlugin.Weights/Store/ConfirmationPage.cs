using System.Net;
using System.Text.RegularExpressions;

namespace SrPlugin.Weights.Store;

/// <summary>
/// The page on which Google Drive says that it could not look for viruses in a large file, with a form that leads to the file.
/// </summary>
internal static partial class ConfirmationPage
{
    /// <summary>Finds the address behind the form.</summary>
    /// <param name="html">The page.</param>
    /// <param name="page">The page's address.</param>
    /// <returns>The address; null when the page has no such form, or it leads to a stranger.</returns>
    public static Uri? FindAddress(string html, Uri page)
    {
        Match form = Form().Match(html);
        if (!form.Success || Attribute(form.Value, "action") is not { } action || !Uri.TryCreate(page, action, out Uri? target))
            return null;
        bool isSameOwner = target.Authority == page.Authority || (IsGoogle(page) && IsGoogle(target));
        if (!isSameOwner || target.Scheme != page.Scheme)
            return null;
        int end = html.IndexOf("</form>", form.Index, StringComparison.OrdinalIgnoreCase);
        string fields = html[form.Index..(end < 0 ? html.Length : end)];
        IEnumerable<string> values = Input().Matches(fields)
            .Select(input => (Name: Attribute(input.Value, "name"), Value: Attribute(input.Value, "value")))
            .Where(field => field.Name is { Length: > 0 })
            .Select(field => $"{Uri.EscapeDataString(field.Name!)}={Uri.EscapeDataString(field.Value ?? "")}");
        return new UriBuilder(target) { Query = string.Join('&', values) }.Uri;
    }

    private static bool IsGoogle(Uri address) =>
        address.Host.EndsWith(".google.com", StringComparison.OrdinalIgnoreCase)
            || address.Host.EndsWith(".googleusercontent.com", StringComparison.OrdinalIgnoreCase);

    private static string? Attribute(string tag, string name)
    {
        Match match = Regex.Match(tag, $"\\b{name}\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        return match.Success ? WebUtility.HtmlDecode(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value) : null;
    }

    [GeneratedRegex("<form\\b[^>]*\\bid\\s*=\\s*[\"']download-form[\"'][^>]*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<input\\b[^>]*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Input();
}
