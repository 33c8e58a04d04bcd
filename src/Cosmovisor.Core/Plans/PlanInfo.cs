using System.Text.Json;
using Cosmovisor.Staging;

namespace Cosmovisor.Plans;

/// <summary>What a plan's info says about getting the binary: links by platform, or one link to a text with such links.</summary>
/// <remarks>The format is the Cosmos SDK's (x/upgrade/plan, Info): <c>{"binaries":{"linux/amd64":"https://…"}}</c>, or a link to that JSON.</remarks>
internal abstract record PlanInfo
{
    private PlanInfo() { }

    /// <summary>Links by platform.</summary>
    /// <param name="Links">As written, without spaces around them; null where the value is not text.</param>
    /// <param name="Slips">What had to be overlooked to read it; worth a warning.</param>
    internal sealed record Binaries(IReadOnlyDictionary<string, string?> Links, IReadOnlyList<string> Slips) : PlanInfo
    {
        /// <summary>The link for this platform, else the one for <c>any</c>. The others are not even looked at: they may be wrong or gone.</summary>
        public Parsed<string> LinkFor(Platform platform)
        {
            foreach (var wanted in (ReadOnlySpan<string>)[platform.ToString(), "any"])
            {
                if (Links.TryGetValue(wanted, out var link))
                {
                    return string.IsNullOrEmpty(link)
                        ? Parsed.Invalid<string>($"the plan's link for {wanted} is empty or not text")
                        : Parsed.Ok(link);
                }
            }

            return Parsed.Invalid<string>($"the plan has no binary for {platform} and none for \"any\"; it offers: {string.Join(", ", Links.Keys.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>A link to a text that holds the JSON.</summary>
    internal sealed record Elsewhere(string Link) : PlanInfo;

    public static Parsed<PlanInfo> Parse(string info)
    {
        var text = info.Trim().TrimStart('\ufeff');

        return text switch
        {
            "" => Parsed.Invalid<PlanInfo>("the plan's info is empty: it names no binaries"),
            ['{', ..] => ParseJson(text),
            ['"', .., '"'] when SloppyJson.TextOf(text) is { } inner => ParseUnquoted(inner.Trim()),
            _ => LinkOf(text),
        };
    }

    /// <summary>Reads the JSON itself: a plan's info, or what its link leads to.</summary>
    public static Parsed<PlanInfo> ParseJson(string text)
    {
        if (!SloppyJson.Read(text).IsOk(out var json, out var reason))
        {
            return Parsed.Invalid<PlanInfo>($"the plan's info is not JSON: {reason}");
        }

        using (json.Document)
        {
            return FromJson(json.Document.RootElement, json.Slips);
        }
    }

    // Once more, and not again: info that was quoted as a whole.
    private static Parsed<PlanInfo> ParseUnquoted(string text) => text is ['{', ..] ? ParseJson(text) : LinkOf(text);

    private static Parsed<PlanInfo> LinkOf(string text) =>
        text.AsSpan().ContainsAny(' ', '\n', '\t') || !text.Contains('/', StringComparison.Ordinal)
            ? Parsed.Invalid<PlanInfo>("the plan's info is neither JSON with binaries nor a link to it")
            : Parsed.Ok<PlanInfo>(new Elsewhere(text));

    private static Parsed<PlanInfo> FromJson(JsonElement root, IReadOnlyList<string> slips)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return Parsed.Invalid<PlanInfo>("the plan's info is JSON, but not an object with \"binaries\"");
        }

        // Go reads field names in any case, and the last of two counts.
        var found = root.EnumerateObject().LastOrDefault(p => p.Name.Trim().Equals("binaries", StringComparison.OrdinalIgnoreCase)).Value;

        if (found.ValueKind is not JsonValueKind.Object)
        {
            return Parsed.Invalid<PlanInfo>("the plan's info names no binaries: it has no object \"binaries\"");
        }

        var links = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var spaces = false;

        foreach (var entry in found.EnumerateObject())
        {
            var link = entry.Value.ValueKind is JsonValueKind.String ? SloppyJson.TextOf(entry.Value) : null;
            spaces |= entry.Name != entry.Name.Trim() || link != link?.Trim();
            links[entry.Name.Trim()] = link?.Trim();
        }

        return links.Count == 0
            ? Parsed.Invalid<PlanInfo>("the plan's info names no binaries: \"binaries\" is empty")
            : Parsed.Ok<PlanInfo>(new Binaries(links, spaces ? [.. slips, "spaces around a platform or a link"] : slips));
    }
}
