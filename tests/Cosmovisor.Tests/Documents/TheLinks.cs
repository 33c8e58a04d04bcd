using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Documents;

/// <summary>Links within the repository lead somewhere, down to the heading. No network is asked about the others.</summary>
public static partial class TheLinks
{
    private static readonly string[] NotOurs = ["artifacts", "out", "bin", "obj", ".git"];

    private static readonly Dictionary<string, string> Documents =
        Below(Repository.In()).ToDictionary(path => path, path => Fences().Replace(File.ReadAllText(path), ""));

    [Fact]
    public static void LeadToAFile() => Assert.Empty(
        from link in Links()
        where !File.Exists(link.File)
        select $"{Short(link.Document)}: {link.Target}");

    [Fact]
    public static void LeadToAHeading() => Assert.Empty(
        from link in Links()
        where link.Anchor.Length > 0 && Documents.TryGetValue(link.File, out var text) && !Anchors(text).Contains(link.Anchor)
        select $"{Short(link.Document)}: {link.Target}");

    [Fact]
    public static void OfThePagesAreAllInTheirIndexAndInTheSite()
    {
        var pages = Documents.Keys.Where(path => path.StartsWith(Repository.In("docs"), StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.In("docs"), path)).Where(page => !Decision().IsMatch(page) && page != "README.md");
        var index = Links().Where(link => link.Document == Repository.In("docs", "README.md")).Select(link => link.Target).ToHashSet();
        var site = File.ReadAllText(Repository.In("docs", "site", "pages.yml"));

        Assert.All(pages, page =>
        {
            Assert.Contains(page, index);
            Assert.Contains($"href: {page} ", site, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("# What `current` is\n", "what-current-is")]
    [InlineData("## A [link](x.md), and *more*: 1.0 to 1.5\n", "a-link-and-more-10-to-15")]
    [InlineData("## Twice\n## Twice\n", "twice-1")]
    public static void GoByTheAnchorsOfGitHub(string text, string anchor) => Assert.Contains(anchor, Anchors(text));

    private static IEnumerable<(string Document, string Target, string File, string Anchor)> Links() =>
        from document in Documents
        from Match match in Link().Matches(Code().Replace(document.Value, ""))
        let target = match.Groups[1].Value
        where !target.Contains(':', StringComparison.Ordinal)
        let parts = target.Split('#')
        let file = parts[0].Length == 0 ? document.Key : Path.GetFullPath(Path.Join(Path.GetDirectoryName(document.Key), parts[0]))
        select (document.Key, target, file, parts.ElementAtOrDefault(1) ?? "");

    private static HashSet<string> Anchors(string text)
    {
        var anchors = new HashSet<string>();

        foreach (Match heading in Heading().Matches(text))
        {
            var words = Link().Replace(heading.Groups[1].Value, match => match.Value[1..].Split(']')[0]);
            var anchor = NotInAnAnchor().Replace(words.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            var given = anchor;

            for (var again = 1; !anchors.Add(given); again++)
            {
                given = $"{anchor}-{again}";
            }
        }

        return anchors;
    }

    private static IEnumerable<string> Below(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.md"),
        .. Directory.GetDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))).SelectMany(Below),
    ];

    private static string Short(string document) => Path.GetRelativePath(Repository.In(), document);

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[[^\[\]]*\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnAnchor();

    [GeneratedRegex(@"^adr/\d")]
    private static partial Regex Decision();
}
