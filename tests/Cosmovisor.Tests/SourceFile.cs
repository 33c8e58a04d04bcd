using System.Text.RegularExpressions;

namespace Cosmovisor.Tests;

/// <summary>A source of ours, for tests that read how the house is laid out.</summary>
/// <param name="Path">Below its project.</param>
/// <param name="Folder">The first folder of that; empty at the top.</param>
/// <param name="Code">Its text.</param>
internal sealed partial record SourceFile(string Path, string Folder, string Code)
{
    public int Lines => Code.Split('\n').Length - 1;

    public IEnumerable<string> Usings => UsingOfOurs().Matches(Code).Select(match => match.Groups[1].Value);

    private string Statements => Comments().Replace(Code, "");

    /// <summary>Those below a folder of the repository.</summary>
    public static SourceFile[] All(params string[] parts)
    {
        var root = Repository.In(parts);
        return [.. Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories).Select(path => Read(root, path))];
    }

    /// <summary>
    /// The types of a folder. Folders have the same names in the core, which all may use; only the types tell which is meant.
    /// </summary>
    public static IEnumerable<string> TypesOf(IEnumerable<SourceFile> sources, string folder) =>
        sources.Where(file => file.Folder == folder).Select(file => System.IO.Path.GetFileNameWithoutExtension(file.Path));

    /// <summary>As a type: behind "new", before a member, a name or a bracket. A property may have the same name.</summary>
    public bool Mentions(string type) =>
        Regex.IsMatch(Statements, $@"\bnew {type}\b|\b{type}\.\w|\b{type}\??(\[\])? \w|[<(]{type}\b");

    private static SourceFile Read(string root, string path)
    {
        var relative = System.IO.Path.GetRelativePath(root, path);
        return new SourceFile(relative, System.IO.Path.GetDirectoryName(relative)!.Split('/')[0], File.ReadAllText(path));
    }

    [GeneratedRegex("//.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^using Cosmovisor\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingOfOurs();
}
