using System.Text;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Between processes: tests/Cosmovisor.Scenarios/Supervision/OneSupervisorPerHome.cs.</summary>
public static class HomeLocks
{
    [Fact]
    public static void AreTakenOnceAndTellWhoHasThem()
    {
        using var temporary = new TemporaryHome();
        using var first = HomeLock.TryTake(temporary.Home, Contract.Sdk, isNode: true);

        using var second = HomeLock.TryTake(temporary.Home, Contract.Sdk, isNode: true);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.StartsWith($"pid {Environment.ProcessId} (", HomeLock.Holder(temporary.Home), StringComparison.Ordinal);
    }

    [Fact]
    public static void AreFreeAgainAfterwards()
    {
        using var temporary = new TemporaryHome();

        HomeLock.TryTake(temporary.Home, Contract.Sdk, isNode: true)?.Dispose();
        using var again = HomeLock.TryTake(temporary.Home, Contract.Sdk, isNode: true);

        Assert.NotNull(again);
    }

    [Theory]
    [InlineData("", "another process")]
    [InlineData("not a pid", "another process")]
    [InlineData("-1", "another process")]
    [InlineData("99999999  \n", "pid 99999999")]
    public static void TellOnlyWhatIsKnown(string content, string holder)
    {
        using var temporary = new TemporaryHome();
        File.WriteAllText(temporary.Home.Lock, content);

        Assert.Equal(holder, HomeLock.Holder(temporary.Home));
    }

    [Fact]
    public static void OfAnEarlierSupervisorWithALongerPidAreSignedOver()
    {
        using var temporary = new TemporaryHome();
        File.WriteAllText(temporary.Home.Lock, "9999999999\n");

        using var mine = HomeLock.TryTake(temporary.Home, Contract.Sdk, isNode: true);

        // Not File.ReadAllText: .NET asks for a lock of its own.
        Assert.Equal(
            new LockText(Environment.ProcessId, Contract.Sdk, IsNode: true).ToString(),
            Encoding.ASCII.GetString(ProcFile.Read(temporary.Home.Lock) ?? []));
    }

    [Fact]
    public static void ThatCannotBeOpenedAreTold()
    {
        using var temporary = new TemporaryHome().With("lock");

        var told = Assert.Throws<RefusedException>(() => HomeLock.TryTake(temporary.Home, Contract.Sdk, isNode: true));

        Assert.StartsWith($"cannot open the lock {temporary.Home.Lock}: ", told.Message, StringComparison.Ordinal);
    }
}
