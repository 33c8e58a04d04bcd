using Cosmovisor.Linux;
using Cosmovisor.Tests.SimNode;
using Xunit;

namespace Cosmovisor.Tests.Linux;

public static class LockOwners
{
    [Fact]
    public static void OfARunningNodeAreFoundWithTheirOwner()
    {
        using var home = new NodeHome();
        using var node = home.Start("start");
        node.WaitFor("ready");

        var held = FileLocks.FirstBelow([Path.Join(home.Path, "data")], "LOCK");

        Assert.Equal(node.Id, held?.Pid);
        Assert.Matches($"^{home.Path}/data/[a-z]+\\.db/LOCK$", held?.File);
        Assert.Null(FileLocks.FirstBelow([Path.Join(home.Path, "dat")], "LOCK"));
        Assert.Null(FileLocks.FirstBelow([Path.Join(home.Path, "data")], "OTHER"));
    }

    [Fact]
    public static void AreGoneWithTheirOwner()
    {
        using var home = new NodeHome();
        using var node = home.Start("start");
        node.WaitFor("ready");

        node.Signal(9);
        _ = node.WaitForEnd();

        Assert.Null(FileLocks.FirstBelow([Path.Join(home.Path, "data")], "LOCK"));
    }
}
