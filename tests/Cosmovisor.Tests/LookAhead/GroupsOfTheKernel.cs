using Cosmovisor.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>Unit and limit of memory, as the kernel shows them.</summary>
public static class GroupsOfTheKernel
{
    [Theory]
    [InlineData("0::/system.slice/node.service\n", "node.service", false)]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/node.service\n", "node.service", true)]
    [InlineData("0::/user.slice/user-1000.slice/session-2.scope\n", null, false)]
    [InlineData("12:memory:/system.slice/node.service\n0::/\n", "node.service", false)]
    [InlineData("12:memory:/a\n1:name=systemd:/system.slice/node.service\n", "node.service", false)]
    public static void NameTheUnit(string cgroup, string? unit, bool isOfAUser)
    {
        using var root = new TemporaryHome();
        Write(root, "proc/7/cgroup", cgroup);
        var group = ControlGroup.Of(7, root.In("proc"), root.In("sys"));

        Assert.Equal((unit, isOfAUser), (group?.Unit, group?.IsOfAUser));
    }

    [Theory]
    [InlineData("max", "1000", "500", 500L)]
    [InlineData("2000", "1000", "max", 1000L)]
    [InlineData("max", "max", "max", null)]
    public static void HaveTheSmallestLimitAroundThem(string root, string slice, string unit, long? limit)
    {
        using var home = new TemporaryHome();
        Write(home, "proc/7/cgroup", "0::/system.slice/node.service\n");
        Write(home, "sys/memory.max", root);
        Write(home, "sys/system.slice/memory.max", slice);
        Write(home, "sys/system.slice/node.service/memory.max", unit);

        Assert.Equal(limit, ControlGroup.Of(7, home.In("proc"), home.In("sys"))?.MemoryLimit);
    }

    [Fact]
    public static void OfVersionOneSayNoLimitByAHugeNumber()
    {
        using var home = new TemporaryHome();
        Write(home, "proc/7/cgroup", "4:memory:/a\n");
        Write(home, "sys/memory/a/memory.limit_in_bytes", "9223372036854771712");

        Assert.Null(ControlGroup.Of(7, home.In("proc"), home.In("sys"))?.MemoryLimit);
    }

    [Fact]
    public static void MemoryIsTheNodesOwn()
    {
        using var home = new TemporaryHome();
        Write(home, "proc/7/status", "Name:\tnoded\nVmRSS:\t    9999 kB\nRssAnon:\t    2048 kB\n");

        Assert.Equal(2 * 1024 * 1024, ControlGroup.MemoryOf(7, home.In("proc")));
    }

    private static void Write(TemporaryHome home, string path, string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(home.In(path))!);
        File.WriteAllText(home.In(path), text);
    }
}
