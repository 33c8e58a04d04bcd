using Cosmovisor.Backups;
using Cosmovisor.Home;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class TheSettingsOfBackups
{
    [Theory]
    [InlineData("3", 3)]
    [InlineData("3000000000", int.MaxValue)]
    [InlineData("", null)]
    public static void KeepAsManyAsAnybodyCouldWant(string value, int? kept) =>
        Assert.Equal(kept, From(Contract.Classic, ("COSMOVISOR_BACKUP_KEEP", value)).Keep);

    [Fact]
    public static void TakeNothingInTheSdkContractWhereThatIsSkipped()
    {
        Assert.Equal("/foo/data", From(Contract.Sdk).Source);
        Assert.True(
            From(Contract.Sdk, ("UNSAFE_SKIP_BACKUP", "TRUE"), ("COSMOVISOR_BACKUP_COMMAND", "snap")) is { Source: null, Command: null });
    }

    private static BackupSettings From(Contract contract, params (string Variable, string Value)[] environment)
    {
        (string Variable, string Value)[] all = [("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"), .. environment];
        var (settings, complaints) = SettingsReader.Read(contract, name => all.FirstOrDefault(one => one.Variable == name).Value);
        Assert.Empty(complaints);
        return BackupSettings.From(settings, new NodeFolders("/foo", "/foo/data"));
    }
}
