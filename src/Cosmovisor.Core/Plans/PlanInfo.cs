using System.Text.Json;
using Cosmovisor.Staging;

namespace Cosmovisor.Plans;

/// <summary>What a plan's info says about getting the binary: links by platform, or one link to a text with such links.</summary>
/// <remarks>
/// The format is the Cosmos SDK's (x/upgrade/plan, Info): <c>{"binaries":{"linux/amd64":"https://…"}}</c>, or a link to that JSON.
/// </remarks>
internal abstract record PlanInfo
{
    private const string Any = "any";

    private PlanInfo() { }

    /// <summary>Links by platform.</summary>
    /// <param name="Links">As written, without spaces around them; null where the value is not text.</param>
    /// <param name="Slips">What had to be overlooked to read it; worth a warning.</param>
    internal sealed record Binaries(IReadOnlyDictionary<string, string?> Links, IReadOnlyList<string> Slips) : PlanInfo
    {
        private const int MostOffered = 12;

        /// <summary>
        /// The link for this platform, else the one for <c>any</c>. The others are not even looked at: they may be wrong or gone.
        /// </summary>
        public Parsed<string> LinkFor(Platform platform)
        {
            foreach (var wanted in (ReadOnlySpan<string>)[platform.ToString(), Any])
            {
                if (Links.TryGetValue(wanted, out var link))
                {
                    return string.IsNullOrEmpty(link)
                        ? Parsed.Invalid<string>($"the plan's link for {wanted} is empty or not text")
                        : Parsed.Ok(link);
                }
            }

            return Parsed.Invalid<string>($"the plan has no binary for {platform} and none for \"{Any}\"; it offers: {Offered()}");
        }

        private string Offered() =>
            string.Join(", ", Links.Keys.Order(StringComparer.Ordinal).Take(MostOffered).Select(name => ForeignText.Printable(name, 40)))
            + (Links.Count > MostOffered ? $" and {Links.Count - MostOffered} more" : "");
    }

    /// <summary>A link to a text that holds the JSON.</summary>
    internal sealed record Elsewhere(string Link) : PlanInfo;

    public static Parsed<PlanInfo> Parse(string info) =>
        InfoText.Of(info) switch
        {
            { Text: "" } => Parsed.Invalid<PlanInfo>("the plan's info is empty: it names no binaries"),
            { Text: ['{' or '[', ..] } json => FromJson(json),
            { Text: var text } => LinkOf(text),
        };

    /// <summary>Reads the JSON itself: a plan's info, or what its link leads to.</summary>
    public static Parsed<PlanInfo> ParseJson(string text) => FromJson(InfoText.Of(text));

    /// <summary>It begins like JSON and ends before the JSON does.</summary>
    /// <remarks>A log shows an info of several lines up to its first line break; the plan file has the whole.</remarks>
    public static bool IsCut(string info) => SloppyJson.IsCut(InfoText.Of(info).Text);

    private static Parsed<PlanInfo> LinkOf(string text)
    {
        var end = text.AsSpan().IndexOfAny(" \t\r\n\u001b");
        var link = end < 0 ? text : text[..end];

        // Whether it can be fetched is asked later. Here a link is only told from a sentence.
        return link.Contains('/', StringComparison.Ordinal) && (end < 0 || IsLoggersTail(text.AsSpan(end)))
            ? Parsed.Ok<PlanInfo>(new Elsewhere(link))
            : Parsed.Invalid<PlanInfo>($"the plan's info is neither JSON with binaries nor a link to it: {ForeignText.Quote(text)}");
    }

    // " module=x/upgrade", with colours or without: after a word comes an equals sign.
    private static bool IsLoggersTail(ReadOnlySpan<char> tail)
    {
        var rest = tail.TrimStart();

        while (rest is ['\u001b', '[', ..] && rest.IndexOf('m') is >= 0 and var end)
        {
            rest = rest[(end + 1)..].TrimStart();
        }

        var word = 0;

        while (word < rest.Length && (char.IsAsciiLetterOrDigit(rest[word]) || rest[word] is '_' or '.' or '-'))
        {
            word++;
        }

        return rest.IsEmpty || (word > 0 && word < rest.Length && rest[word] == '=');
    }

    private static Parsed<PlanInfo> FromJson(InfoText info)
    {
        if (!SloppyJson.Read(info.Text).IsOk(out var json, out var reason))
        {
            return Parsed.Invalid<PlanInfo>($"the plan's info is not JSON: {reason}. It reads {ForeignText.Quote(info.Text)}");
        }

        using (json.Document)
        {
            return BinariesIn(json.Document.RootElement, [.. info.Slips, .. json.Slips], info.Text);
        }
    }

    private static Parsed<PlanInfo> BinariesIn(JsonElement root, List<string> slips, string text)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return Parsed.Invalid<PlanInfo>($"the plan's info is JSON, but not an object with \"binaries\": {ForeignText.Quote(text)}");
        }

        // Go reads field names in any case, and the last of two counts.
        var found = root.EnumerateObject()
            .LastOrDefault(p => InfoText.Trim(PlanFile.NameOf(p) ?? "").Equals("binaries", StringComparison.OrdinalIgnoreCase)).Value;

        if (found.ValueKind is not JsonValueKind.Object)
        {
            return Parsed.Invalid<PlanInfo>($"the plan's info names no binaries: it has no object \"binaries\": {ForeignText.Quote(text)}");
        }

        var links = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var spaces = false;

        foreach (var entry in found.EnumerateObject())
        {
            var name = PlanFile.NameOf(entry) ?? "";
            var link = entry.Value.ValueKind is JsonValueKind.String ? SloppyJson.TextOf(entry.Value) : null;
            var (nameInside, linkInside) = (InfoText.Trim(name), link is null ? null : InfoText.Trim(link));
            spaces |= name != nameInside || link != linkInside;
            links[nameInside] = linkInside;
        }

        if (spaces)
        {
            slips.Add("spaces around a platform or a link");
        }

        return links.Count == 0
            ? Parsed.Invalid<PlanInfo>("the plan's info names no binaries: \"binaries\" is empty")
            : Parsed.Ok<PlanInfo>(new Binaries(links, slips));
    }
}
