using Cosmovisor.Fuzz;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>Every file that was ever given to a parser's fuzz target, given to all of them again: what a parser learned it keeps.</summary>
public static class CorpusOfForeignBytes
{
    private static readonly string Folder = Repository.In("tests", "data", "corpus");

    private static readonly IReadOnlyList<(string Name, byte[] Bytes)> Files =
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(Folder, file), File.ReadAllBytes(file)))];

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public static void BreaksNothing(string target)
    {
        Assert.All(Files, file =>
        {
            var broken = Record.Exception(() => FuzzTargets.All[target](file.Bytes));
            Assert.True(broken is null, $"{file.Name}: {broken}");
        });
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public static void HasSomethingForEachTarget(string target) =>
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Join(Folder, target)));

    [Fact]
    public static void HasNothingForATargetThatIsNotThere() =>
        Assert.Equal(
            FuzzTargets.All.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    // The check of all targets must see what one of them says.
    [Fact]
    public static void SaysWhereSomethingDoesNotHold() =>
        Assert.Throws<InvalidOperationException>(() => Must.ComeBack(Parsed.Ok(7), seven => $"{seven}", text => Parsed.Ok(text.Length)));
}
