using System.Text.RegularExpressions;

namespace Cosmovisor.Tests.Documents;

/// <summary>A block of commands in a document: <c>sh</c> is what a reader types, <c>console</c> that and what is said then.</summary>
internal sealed record ShellBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>Those of the documents that readers work by.</summary>
    public static IReadOnlyList<ShellBlock> All { get; } =
        [.. Pages().SelectMany(Of).Where(block => block.Language is "sh" or "bash" or "shell" or "console")];

    /// <summary>What else stands between fences there.</summary>
    public static IEnumerable<ShellBlock> Others => Pages().SelectMany(Of).Except(All);

    public string FirstLine => Text.Split('\n')[0];

    public string Place => $"{Page}:{Line}";

    /// <summary>The commands alone.</summary>
    public string Script => Language == "console"
        ? string.Concat(Text.Split('\n').Where(IsCommand).Select(line => line[2..] + "\n"))
        : Text + "\n";

    /// <summary>What the commands must say, where the block shows it: but for times, versions and what <c>…</c> leaves out.</summary>
    public Regex? Answer
    {
        get
        {
            var lines = Text.Split('\n').Where(line => Language == "console" && !IsCommand(line)).ToArray();
            return lines.Length == 0 ? null : new Regex($"^{string.Join('\n', lines.Select(Pattern))}\n$", RegexOptions.None, Scenes.Limit);
        }
    }

    private static bool IsCommand(string line) => line.StartsWith("$ ", StringComparison.Ordinal);

    private static string Pattern(string line) => line.Trim() == "…"
        ? @"(?:.*\n)*?.*"
        : Regex.Replace(Regex.Escape(line), @"v\d+\\\.\d+\\\.\d+$|\b[0-9a-f]{40}$|\b\d{4}-\d\d-\d\d$", ".+", RegexOptions.None, Scenes.Limit);

    private static IEnumerable<string> Pages() =>
        from file in (IEnumerable<string>)
        [
            Repository.In("README.md"), Repository.In("CONTRIBUTING.md"), Repository.In("SECURITY.md"),
            .. Directory.GetFiles(Repository.In("docs"), "*.md"), .. Directory.GetFiles(Repository.In("docs", "commands"), "*.md"),
            .. Directory.GetFiles(Repository.In("docs", "migrating"), "*.md"),
        ]
        select Path.GetRelativePath(Repository.In(), file) into page
        orderby page
        select page;

    private static IEnumerable<ShellBlock> Of(string page)
    {
        var lines = File.ReadAllLines(Repository.In(page));

        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", i + 1);
                yield return new ShellBlock(page, i + 1, lines[i][3..], string.Join('\n', lines[(i + 1)..end]));
                i = end;
            }
        }
    }
}
