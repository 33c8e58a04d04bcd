using System.Text.RegularExpressions;

namespace Cosmovisor.Tests.Documents;

/// <summary>The folders of a program and which of them use which, as the sources have it.</summary>
internal sealed partial class Rooms
{
    private readonly SourceFile[] _sources;
    private readonly Dictionary<string, string[]> _uses;

    private Rooms(SourceFile[] sources, Func<SourceFile, IEnumerable<string>> used)
    {
        _sources = sources;
        Names = [.. sources.Select(file => file.Folder).Where(folder => folder.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        _uses = Names.ToDictionary(
            name => name,
            name => sources.Where(file => file.Folder == name).SelectMany(used).Where(other => other != name && Names.Contains(other))
                .Distinct().Order(StringComparer.Ordinal).ToArray());
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Of the supervisor and the tool. The core has folders of the same names: a type must be mentioned.</summary>
    public static Rooms OfTheShell()
    {
        var sources = SourceFile.All("src", "Cosmovisor");
        return new Rooms(sources, file => file.Usings.Where(used => SourceFile.TypesOf(sources, used).Any(file.Mentions)));
    }

    public static Rooms OfTheAgent() => new(
        SourceFile.All("src", "Cosmovisor.Agent"), file => UsingInTheAgent().Matches(file.Code).Select(match => match.Groups[1].Value));

    /// <summary>As Mermaid draws it. An arrow that follows from others is left out.</summary>
    public string Picture() =>
        $"```mermaid\nflowchart TB\n{string.Concat(Names.Select(name => $"  {name}[\"{name}<br/>{Size(name)}\"]\n"))}"
        + $"{string.Concat(from name in Names from other in _uses[name] where !IsReachedWithout(name, other) select $"  {name} --> {other}\n")}```\n";

    public string Table() =>
        "| folder | size | uses |\n|---|---|---|\n"
        + string.Concat(Names.Select(name => $"| `{name}/` | {Size(name)} | {string.Join(", ", _uses[name])} |\n"));

    private string Size(string name)
    {
        var files = _sources.Where(file => file.Folder == name).ToArray();
        return $"{files.Length} {(files.Length == 1 ? "file" : "files")}, {files.Sum(file => file.Lines)} lines";
    }

    private bool IsReachedWithout(string from, string to) => _uses[from].Any(other => other != to && Reaches(other, to));

    private bool Reaches(string from, string to) => from == to || _uses[from].Any(other => Reaches(other, to));

    [GeneratedRegex(@"^using Cosmovisor\.Agent\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingInTheAgent();
}
