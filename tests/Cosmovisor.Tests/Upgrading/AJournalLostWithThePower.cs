using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>
/// A journal that was written and not flushed, as file systems leave it: its name is there, and nothing or nothing but zeros in it.
/// </summary>
public static class AJournalLostWithThePower
{
    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public static void IsToldAndForgotten(string left)
    {
        using var home = new TemporaryHome();
        var log = new Told();
        File.WriteAllText(home.Home.Journal, left);

        Assert.Null(new JournalFile(home.Home, log).Read());
        Assert.False(File.Exists(home.Home.Journal));
        Assert.StartsWith("Warning power was lost during an upgrade", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(home.Home.Root, "journal*"));
    }

    [Fact]
    public static void IsNoReasonToForgetOneThatHasSomethingInIt()
    {
        using var home = new TemporaryHome();
        var log = new Told();
        File.WriteAllText(home.Home.Journal, "\0{");

        var refused = Assert.Throws<RefusedException>(() => new JournalFile(home.Home, log).Read());

        Assert.Equal(70, refused.ExitCode);
        Assert.Contains($"mv {home.Home.Journal} {home.Home.Journal}.unreadable-1", refused.Message, StringComparison.Ordinal);
        Assert.Equal("\0{", File.ReadAllText(home.Home.Journal));
        Assert.Null(new JournalFile(home.Home, log).ReadOrMoveAside());
        Assert.StartsWith("Error ", Assert.Single(log.Lines), StringComparison.Ordinal);
        _ = Assert.Single(Directory.GetFiles(home.Home.Root, "journal.json.unreadable*"));
    }

    [Fact]
    public static void TakesNoLineThatIsOnlyNotedYet()
    {
        using var home = new TemporaryHome();
        var history = new HistoryFile(home.Home);
        var (older, newer) = (Ending("v2"), Ending("v3"));
        history.Add(older);
        history.Note(newer);

        Assert.Equal(["v3", "v2"], history.NewestFirst().Select(ending => ending.Journal.Plan.Name));
        Assert.Equal(["v2"], new HistoryFile(home.Home).NewestFirst().Select(ending => ending.Journal.Plan.Name));

        history.Add(newer);
        Assert.Equal(["v3", "v2"], history.NewestFirst().Select(ending => ending.Journal.Plan.Name));
        Assert.Equal(2, File.ReadAllLines(home.Home.History).Length);
    }

    [Theory]
    [InlineData(Flush.None)]
    [InlineData(Flush.Content)]
    [InlineData(Flush.All)]
    internal static void LeavesAFileWholeHoweverItIsFlushed(Flush flush)
    {
        using var home = new TemporaryHome();
        AtomicFile.WritePrivate(home.Home.Journal, ["one", "two"], flush);

        Assert.Equal("one\ntwo\n", File.ReadAllText(home.Home.Journal));
        _ = Assert.Single(Directory.GetFiles(home.Home.Root, "journal*"));
    }

    private static FinishedUpgrade Ending(string name) =>
        new(Journal.Of(UpgradePlan.Create(name, 49, "").IsOk(out var plan, out _) ? plan : throw new InvalidOperationException(),
            "genesis", DateTimeOffset.UnixEpoch), FinishedUpgrade.Done, DateTimeOffset.UnixEpoch);

    private sealed class Told : ILog
    {
        public List<string> Lines { get; } = [];

        public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
            Lines.Add($"{level} {text}");
    }
}
