using Cosmovisor.Disk;
using Xunit;

namespace Cosmovisor.Tests.Linux;

/// <summary>history.jsonl: it only grows, and is read from its end.</summary>
public static class LineBooks
{
    [Fact]
    public static void AreReadNewestFirst()
    {
        using var temporary = new TemporaryHome();
        var path = temporary.Home.History;

        foreach (var line in new[] { "one", "two", new string('x', 200_000), "four" })
        {
            LineBook.Add(path, line);
        }

        Assert.Equal(["four", new string('x', 200_000), "two", "one"], LineBook.NewestFirst(path));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.GroupWrite));
    }

    [Fact]
    public static void EndTheHalfLineOfACrashBeforeTheyGoOn()
    {
        using var temporary = new TemporaryHome();
        File.WriteAllText(temporary.Home.History, "one\nhal");

        LineBook.Add(temporary.Home.History, "two");

        Assert.Equal("one\nhal\ntwo\n", File.ReadAllText(temporary.Home.History));
    }

    [Fact]
    public static void OfFiftyThousandLinesReadOnlyTheLast()
    {
        using var temporary = new TemporaryHome();
        File.WriteAllLines(temporary.Home.History, Enumerable.Range(1, 50_000).Select(n => $"line {n} {new string('y', 300)}"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.StartsWith("line 50000 ", LineBook.NewestFirst(temporary.Home.History).First(), StringComparison.Ordinal);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public static void OfNothingButAHoleHaveNoLine()
    {
        using var temporary = new TemporaryHome();
        using (var file = File.Create(temporary.Home.History))
        {
            file.SetLength(3L * 1024 * 1024 * 1024);
        }

        Assert.Empty(LineBook.NewestFirst(temporary.Home.History));
    }

    [Theory]
    [InlineData("mkfifo", "a pipe")]
    [InlineData("mkdir", "a folder")]
    public static void ThatAreNoFilesAreToldAndNotWaitedFor(string make, string kind)
    {
        using var temporary = new TemporaryHome();
        Assert.True(SystemTool.Works(make, temporary.Home.History));

        Assert.Contains($"is {kind}; expected a regular file",
            Assert.Throws<IOException>(() => LineBook.NewestFirst(temporary.Home.History).ToList()).Message, StringComparison.Ordinal);
        Assert.Contains($"is {kind}; expected a regular file",
            Assert.Throws<IOException>(() => LineBook.Add(temporary.Home.History, "one")).Message, StringComparison.Ordinal);
    }
}
