using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>The agent knows the core and not the supervisor, and its folders point one way (docs/architecture.md).</summary>
public static partial class TheArchitectureOfTheAgent
{
    private const int LongestFile = 240;

    /// <summary>Lower floors first. A folder may use those of the floors below its own.</summary>
    private static readonly string[][] Floors =
    [
        ["Settings", "Files"],
        ["Node"],
        ["Notices", "Fleet"],
        ["Metrics"], // it counts the notices that were sent
        ["Homes"],
        ["Page"],
        ["Api"],
    ];

    private static readonly string Root = Repository.In("src", "Cosmovisor.Agent");

    private static readonly (string Path, string Text)[] Sources =
        [.. Directory.GetFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)))];

    [Fact]
    public static void EveryFolderStandsOnAFloor() =>
        Assert.Equal(
            Floors.SelectMany(floor => floor).Order(StringComparer.Ordinal),
            Sources.Select(file => FolderOf(file.Path)).Where(folder => folder.Length > 0).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public static void AFolderUsesOnlyThoseBelowIt() =>
        Assert.Empty(from file in Sources
                     let own = FolderOf(file.Path)
                     where own.Length > 0
                     from Match match in RoomOfTheAgent().Matches(file.Text)
                     let used = match.Groups[1].Value
                     where used != own && FloorOf(used) >= FloorOf(own)
                     select $"{file.Path} uses {used}");

    [Fact]
    public static void ItSeesTheCoreAlone()
    {
        var project = File.ReadAllText(Path.Join(Root, "Cosmovisor.Agent.csproj"));
        var core = Directory.GetFiles(Repository.In("src", "Cosmovisor.Core"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Namespace().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.Equal(
            ["../Cosmovisor.Core/Cosmovisor.Core.csproj"], ProjectReference().Matches(project).Select(match => match.Groups[1].Value));
        Assert.Empty(from file in Sources
                     from Match match in UsingOfOurs().Matches(file.Text)
                     let used = match.Groups[1].Value
                     where !core.Contains(used)
                         && used != "Cosmovisor.Agent"
                         && !used.StartsWith("Cosmovisor.Agent.", StringComparison.Ordinal)
                     select $"{file.Path} uses {used}");
    }

    [Fact]
    public static void NoFileIsLong() =>
        Assert.Empty(Sources.Where(file => file.Text.Split('\n').Length - 1 > LongestFile).Select(file => file.Path));

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!.Split('/')[0];

    private static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(folder));

    [GeneratedRegex(@"^using Cosmovisor\.Agent\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex RoomOfTheAgent();

    [GeneratedRegex(@"^using (Cosmovisor[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex UsingOfOurs();

    [GeneratedRegex(@"^namespace (Cosmovisor[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();
}
