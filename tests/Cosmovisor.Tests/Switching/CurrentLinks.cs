using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Switching;

public static class CurrentLinks
{
    [Fact]
    public static void AreMadeToGenesisAtTheFirstUse()
    {
        using var temporary = new TemporaryHome().With("genesis");

        var version = new CurrentLink(temporary.Home).Read();

        Assert.Equal("genesis", version.Target);
        Assert.Equal("genesis", LinkOf(temporary));
        Assert.Null(version.UpgradeName);
    }

    [Fact]
    public static void AreRelativeSoThatAHomeCanBeMoved()
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2");
        var link = new CurrentLink(temporary.Home);

        link.SwitchTo("upgrades/v2");

        Assert.Equal("upgrades/v2", LinkOf(temporary));
        Assert.Equal("v2", link.Read().UpgradeName);
    }

    [Fact]
    public static void ThatAreAbsoluteAreUnderstoodAndLeftAlone()
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2");
        var absolute = temporary.In("cosmovisor/upgrades/v2");
        _ = File.CreateSymbolicLink(temporary.Home.Current, absolute);

        var version = new CurrentLink(temporary.Home).Read();

        Assert.Equal("upgrades/v2", version.Target);
        Assert.Equal(absolute, LinkOf(temporary));
    }

    [Theory]
    [InlineData("./upgrades/v2")]
    [InlineData("../cosmovisor/upgrades/v2")]
    [InlineData("upgrades/../upgrades/v2")]
    public static void AreTheSameByWhateverWayTheyLeadThere(string text)
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2");
        _ = File.CreateSymbolicLink(temporary.Home.Current, text);

        var version = new CurrentLink(temporary.Home).Read();

        Assert.Equal(("upgrades/v2", temporary.In("cosmovisor/upgrades/v2")), (version.Target, version.Folder));
        Assert.Equal("upgrades/v2", new CurrentLink(temporary.Home).Target);
    }

    [Fact]
    public static void ThatNameTheRealPathOfAHomeThatIsALinkAreOfThatHome()
    {
        using var temporary = new TemporaryHome().With("upgrades/v2");
        _ = File.CreateSymbolicLink(temporary.Home.Current, temporary.In("cosmovisor/upgrades/v2"));
        using var link = new TemporaryHome();
        Directory.Delete(link.Home.Root);
        _ = File.CreateSymbolicLink(link.Home.Root, temporary.Home.Root);

        Assert.Equal("upgrades/v2", new CurrentLink(link.Home).Read().Target);
    }

    [Fact]
    public static void ThatLeadOutsideAreToldByTheirWholePath()
    {
        using var temporary = new TemporaryHome().With("genesis");
        using var other = new TemporaryHome().With("upgrades/v2");
        _ = File.CreateSymbolicLink(temporary.Home.Current, other.In("cosmovisor/upgrades/v2"));

        Assert.Equal(other.In("cosmovisor/upgrades/v2"), new CurrentLink(temporary.Home).Read().Target);
    }

    /// <summary>The Go versions up to 1.5 read absolute links alone: who came from one of them can go back.</summary>
    [Theory]
    [InlineData("upgrades/v3")]
    [InlineData("genesis")]
    public static void KeepTheFormTheyWereFoundIn(string target)
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2").With("upgrades/v3");
        _ = File.CreateSymbolicLink(temporary.Home.Current, temporary.In("cosmovisor/upgrades/v2"));
        var link = new CurrentLink(temporary.Home);

        link.SwitchTo(target);

        Assert.Equal(temporary.In($"cosmovisor/{target}"), LinkOf(temporary));
        Assert.Equal(target, link.Read().Target);
    }

    [Theory]
    [InlineData("cosmovisor/upgrades/v1-again", "cosmovisor/upgrades/v2", true)]
    [InlineData("cosmovisor/current.old", "cosmovisor/upgrades/v2", true)]
    [InlineData("cosmovisor/elsewhere", "data", false)] // not into our folder: a backup disk, a log
    public static void AreMadeAbsoluteWhereTheHomeHoldsSuchLinksInto(string name, string leadsTo, bool isAbsolute)
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2");
        _ = File.CreateSymbolicLink(temporary.In(name), temporary.In(leadsTo));

        _ = new CurrentLink(temporary.Home).Read();

        Assert.Equal(isAbsolute ? temporary.In("cosmovisor/genesis") : "genesis", LinkOf(temporary));
    }

    [Fact]
    public static void ThatAreGoneAfterAnUpgradeAreNotMadeToGenesis()
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2");
        var plan = Plan("v2", 100);
        var done = Journal.Of(plan, "genesis", DateTimeOffset.UtcNow);
        new HistoryFile(temporary.Home).Add(new FinishedUpgrade(done, FinishedUpgrade.Done, DateTimeOffset.UtcNow));

        var told = Assert.Throws<RefusedException>(() => new CurrentLink(temporary.Home).Read());

        Assert.EndsWith($"ln -sfn upgrades/v2 {temporary.Home.Current}", told.Message, StringComparison.Ordinal);
        Assert.Null(LinkOf(temporary));

        new HistoryFile(temporary.Home).Add(new FinishedUpgrade(done, FinishedUpgrade.TakenBack + ": it died", DateTimeOffset.UtcNow));
        Assert.Equal("genesis", new CurrentLink(temporary.Home).Read().Target);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("v2", true)] // that upgrade comes first, and leads to the version on record
    [InlineData("v3", true)] // the other cosmovisor died as it switched: that upgrade comes first, and puts it right
    public static void ThatAreGoneAreMadeToGenesisOnlyWhereAnUpgradeNotBehindAnyRecordComesFirst(string? planned, bool isMade)
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2").With("../data");
        File.WriteAllText(temporary.In("cosmovisor/upgrades/v2/upgrade-info.json"), """{"name":"v2","height":100}""");

        if (planned is not null)
        {
            File.WriteAllText(
                temporary.Home.PlanFile, $$"""{"name":"{{planned}}","height":{{(planned == "v2" ? 100 : 200)}}}""");
        }

        if (isMade)
        {
            Assert.Equal("genesis", new CurrentLink(temporary.Home).Read().Target);
        }
        else
        {
            _ = Assert.Throws<RefusedException>(() => new CurrentLink(temporary.Home).Read());
        }
    }

    [Theory]
    [InlineData("upgrades/gone")]
    [InlineData("/gone/entirely")]
    [InlineData("current")]
    public static void ThatLeadNowhereAreToldAndLeftAlone(string target)
    {
        using var temporary = new TemporaryHome().With("genesis");
        _ = File.CreateSymbolicLink(temporary.Home.Current, target);

        var told = Assert.Throws<RefusedException>(() => new CurrentLink(temporary.Home).Read());

        Assert.StartsWith($"{temporary.Home.Current} points to \"{target}\"", told.Message, StringComparison.Ordinal);
        Assert.Equal(target, LinkOf(temporary));
    }

    [Fact]
    public static void ThatAreAFileAreToldAndLeftAlone()
    {
        using var temporary = new TemporaryHome().With("genesis");
        File.WriteAllText(temporary.Home.Current, "mine");

        var told = Assert.Throws<RefusedException>(() => new CurrentLink(temporary.Home).Read());

        Assert.Contains("is a file; expected a symbolic link", told.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(temporary.Home.Current));
    }

    [Fact]
    public static void ThatAreAFolderAreToldAndLeftAlone()
    {
        using var temporary = new TemporaryHome().With("genesis").With("current/bin");

        var told = Assert.Throws<RefusedException>(() => new CurrentLink(temporary.Home).Read());

        Assert.Contains("is a folder; expected a symbolic link", told.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(temporary.In("cosmovisor/current/bin")));
    }

    [Fact]
    public static void ThatACrashLeftHalfWayAreSwitchedAllTheSame()
    {
        using var temporary = new TemporaryHome().With("genesis").With("upgrades/v2");
        _ = File.CreateSymbolicLink(temporary.Home.Current, "genesis");
        _ = File.CreateSymbolicLink(temporary.Home.Current + ".next", "upgrades/other");

        new CurrentLink(temporary.Home).SwitchTo("upgrades/v2");

        Assert.Equal("upgrades/v2", LinkOf(temporary));
        Assert.Equal(
            ["current", "genesis", "upgrades"], Directory.GetFileSystemEntries(temporary.Home.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public static void ThatCannotBeWrittenAreTold()
    {
        // Nobody makes a link in /proc, whatever the user the tests run as.
        using var temporary = new TemporaryHome();
        Directory.Delete(temporary.Home.Root);
        _ = File.CreateSymbolicLink(temporary.Home.Root, "/proc/self");

        var told = Assert.Throws<RefusedException>(() => new CurrentLink(temporary.Home).SwitchTo("genesis"));

        Assert.StartsWith($"cannot point {temporary.Home.Current} to genesis: ", told.Message, StringComparison.Ordinal);
        Assert.EndsWith($"It needs write permission in {temporary.Home.Root}", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreNeverAbsentWhileTheyAreSwitched()
    {
        // In memory where there is such a folder: 2000 flushes of a busy disk take long, and say nothing about the order of calls.
        using var temporary =
            new TemporaryHome(under: Directory.Exists("/dev/shm") ? "/dev/shm" : null).With("genesis").With("upgrades/v2");
        var link = new CurrentLink(temporary.Home);
        link.SwitchTo("genesis");
        using var done = new CancellationTokenSource();
        var seen = new Dictionary<string, int>();
        var watcher = new Thread(() => Watch(temporary.Home.Current, seen, done.Token));
        watcher.Start();

        for (var i = 0; i < 1000; i++)
        {
            link.SwitchTo("upgrades/v2");
            link.SwitchTo("genesis");
        }

        done.Cancel();
        watcher.Join();
        Assert.Equal(["genesis", "upgrades/v2"], seen.Keys.Order());
    }

    private static void Watch(string link, Dictionary<string, int> seen, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var text = new FileInfo(link).LinkTarget ?? "nothing";
            seen[text] = seen.GetValueOrDefault(text) + 1;
        }
    }

    private static UpgradePlan Plan(string name, long height) =>
        UpgradePlan.Create(name, height, "").IsOk(out var plan, out var reason) ? plan : throw new ArgumentException(reason, nameof(name));

    private static string? LinkOf(TemporaryHome temporary) => new FileInfo(temporary.Home.Current).LinkTarget;
}
