using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Hooks;

public static class ANewGenesis
{
    private const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode GroupWrites = Shared | UnixFileMode.GroupWrite;

    [Fact]
    public static void IsWrittenToWhereALinkLeadsAndTheLinkStays()
    {
        using var home = new TemporaryHome();
        var (paths, shared) = Linked(home);
        var news = new NewGenesis(new CollectedLog());

        Assert.Equal(paths.Kept, news.PutInForce(paths));

        Assert.Equal(shared, new FileInfo(paths.InForce).LinkTarget);
        Assert.Equal(("""{"chain_id":"two"}""", Shared), (File.ReadAllText(shared), File.GetUnixFileMode(shared)));
        Assert.Equal(("""{"chain_id":"one"}""", Shared), (File.ReadAllText(paths.Kept), File.GetUnixFileMode(paths.Kept)));
        Assert.Null(new FileInfo(paths.Kept).LinkTarget);
    }

    [Fact]
    public static void IsTakenBackWhereALinkLeadsToo()
    {
        using var home = new TemporaryHome();
        var (paths, shared) = Linked(home);
        var news = new NewGenesis(new CollectedLog());
        _ = news.PutInForce(paths);
        File.WriteAllText(AtomicFile.NextOf(paths.InForce), "a try that was killed");

        news.Undo(paths);

        Assert.Equal(shared, new FileInfo(paths.InForce).LinkTarget);
        Assert.Equal(("""{"chain_id":"one"}""", Shared), (File.ReadAllText(shared), File.GetUnixFileMode(shared)));
        Assert.Equal([shared], Directory.GetFiles(Path.GetDirectoryName(shared)!));
    }

    [Fact]
    public static void TakesThePlaceOfALinkThatLeadsNowhere()
    {
        using var home = new TemporaryHome();
        var (paths, shared) = Linked(home);
        File.Delete(shared);
        File.SetUnixFileMode(paths.New, GroupWrites);

        Assert.Null(new NewGenesis(new CollectedLog()).PutInForce(paths));

        Assert.Equal(("""{"chain_id":"two"}""", Shared), (File.ReadAllText(paths.InForce), File.GetUnixFileMode(paths.InForce)));
    }

    private static (GenesisPaths Paths, string Shared) Linked(TemporaryHome home)
    {
        _ = UpgradePlan.Create("v2", 49, "").IsOk(out var plan, out _);
        var folder = Directory.CreateDirectory(home.In("cosmovisor/upgrades/v2")).FullName;
        var paths = GenesisPaths.Of(home.Home, home.In(""), folder, plan!);
        var shared = Path.Join(Directory.CreateDirectory(home.In("shared")).FullName, "genesis-of-all.json");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(paths.InForce)!);
        File.WriteAllText(shared, """{"chain_id":"one"}""");
        File.SetUnixFileMode(shared, GroupWrites);
        File.WriteAllText(paths.New, """{"chain_id":"two"}""");
        _ = File.CreateSymbolicLink(paths.InForce, shared);
        return (paths, shared);
    }
}
