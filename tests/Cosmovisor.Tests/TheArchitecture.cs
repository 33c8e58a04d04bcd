using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>The rules of the house that a reader of the sources can check (docs/architecture.md).</summary>
public static partial class TheArchitecture
{
    private const int LongestFile = 240;
    private const int LongestLine = 140;

    /// <summary>Lower floors first; a folder may use those of the floors below its own, and never a neighbour on its own.</summary>
    private static readonly string[][] Floors =
    [
        ["Linux"],
        ["Disk"],
        ["Settings"],
        ["Events"],
        ["Logging"],
        ["Sandbox"], // children of our own executable, for the bytes of strangers
        ["Home"],
        ["Chain"], // the node's own files and its RPC: detection and backups read them
        ["Detection", "Staging", "Backups", "Hooks"],
        ["Supervision"],
        ["Upgrading"],
        ["Scheduling"],
        ["LookAhead", "Confirming"],
        ["Running"],
        ["Commands"],
        ["Cli"],
    ];

    private static readonly SourceFile[] Shell = SourceFile.All("src", "Cosmovisor");

    private static readonly SourceFile[] Sources =
        [.. Shell, .. SourceFile.All("src", "Cosmovisor.Core"), .. SourceFile.All("src", "Cosmovisor.SimNode")];

    [Fact]
    public static void EveryFolderOfTheShellStandsOnAFloor() =>
        Assert.All(Shell.Where(file => file.Folder.Length > 0), file => Assert.Contains(file.Folder, Floors.SelectMany(floor => floor)));

    [Fact]
    public static void AFolderUsesOnlyThoseBelowIt()
    {
        string[] upwards =
        [
            .. from file in Shell
               where file.Folder.Length > 0
               from used in file.Usings
               where used != file.Folder && FloorOf(used) >= FloorOf(file.Folder)
               from type in SourceFile.TypesOf(Shell, used)
               where file.Mentions(type)
               select $"{file.Path} uses {used}/{type}",
        ];

        Assert.True(upwards is [], string.Join('\n', upwards));
    }

    [Fact]
    public static void OneFolderKnowsPointersAndTheCLibrary() =>
        Assert.All(Holding(@"\bLibc\.|\bunsafe (static|class|partial|sealed|void)|\bLibraryImport\b|\bDllImport\b"),
            path => Assert.StartsWith("Linux/", path, StringComparison.Ordinal));

    [Fact]
    public static void OneFileStartsProcesses() =>
        Assert.Equal(["Linux/Libc.cs", "Linux/Processes/PortableStart.cs"], Holding(@"\bPosixSpawn\("));

    [Fact]
    public static void OneFileReplacesThisProcess() =>
        Assert.Equal(["Linux/Libc.cs", "Linux/Processes/Starter.cs"], Holding(@"\bExecve\("));

    [Fact]
    public static void NobodyUsesTheFrameworksProcessClass() =>
        Assert.Empty(Holding(@"\bProcess\.(Start|GetProcess|GetCurrentProcess)|\bProcessStartInfo\b|\bnew Process\b"));

    [Fact]
    public static void AtMostOneFileOpensHttpConnections() =>
        Assert.InRange(Holding(@"\bnew (HttpClient|SocketsHttpHandler|HttpClientHandler)\b").Length, 0, 1);

    [Fact]
    public static void SystemCallsStandInOneFolder() =>
        Assert.All(Holding(@"\[(Library|Dll)Import\b"), path => Assert.StartsWith("Linux/", path, StringComparison.Ordinal));

    [Fact]
    public static void ACommandIsAFileOfItsName() =>
        Assert.All(Shell.Where(file => file.Folder == "Commands"),
            file => Assert.Matches(@"^Commands/(Shared/\w+|\w+Command)\.cs$", file.Path));

    [Fact]
    public static void WhatHappensIsToldAndNotWritten() =>
        Assert.All(Holding(@"\blog\.(Info|Warning|Error|Write)\("), path => Assert.StartsWith("Logging/", path, StringComparison.Ordinal));

    [Fact]
    public static void OneFileBuildsPaths() =>
        Assert.Empty(Shell.Where(file => PathsOfOurs().IsMatch(file.Code)).Select(file => file.Path));

    [Fact]
    public static void NoFileIsLong() =>
        Assert.Empty(Sources.Where(file => file.Lines > LongestFile).Select(file => $"{file.Path} has {file.Lines} lines"));

    /// <summary>But for texts: a message stays whole, so that whoever searches for it finds it.</summary>
    [Fact]
    public static void NoLineIsLong()
    {
        SourceFile[] all = [.. SourceFile.All("src"), .. SourceFile.All("tests"), .. SourceFile.All("demo")];

        Assert.Empty(
            from file in all
            where !file.Path.Contains("/obj/", StringComparison.Ordinal)
            from line in LongTexts().Replace(file.Code, "").Split('\n')
            where line.Length > LongestLine && !line.Contains('"', StringComparison.Ordinal)
            select $"{file.Path}: {line}");
    }

    private static string[] Holding(string pattern) =>
        [.. Shell.Where(file => Regex.IsMatch(file.Code, pattern)).Select(file => file.Path).Order(StringComparer.Ordinal)];

    private static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(folder));

    [GeneratedRegex("Join\\(.*\"(genesis|upgrades|current|cosmovisor\\.log|upgrade-info\\.json)\"")]
    private static partial Regex PathsOfOurs();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex LongTexts();
}
