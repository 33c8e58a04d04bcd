using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

public static class SettingsReaders
{
    [Fact]
    public static void TellEverythingThatIsWrongAtOnceInTheOrderOfTheTable()
    {
        var (_, complaints) =
            Read(Contract.Classic, ("DAEMON_SHUTDOWN_GRACE", "600"), ("DAEMON_HOME", "relative"), ("DAEMON_RESTART_AFTER_UPGRADE", "yes"));

        Assert.Equal(
            [
                "DAEMON_HOME must be an absolute path, not \"relative\"",
                "DAEMON_NAME is not set",
                "DAEMON_RESTART_AFTER_UPGRADE must be true or false, not \"yes\"",
                "DAEMON_SHUTDOWN_GRACE must be a duration: \"600\" is not a duration such as 300ms, 15s or 1h30m",
            ],
            complaints);
    }

    [Fact]
    public static void HaveOneComplaintForEverySettingThatIsBad()
    {
        var (_, complaints) = SettingsReader.Read(Contract.Classic, _ => "../bad\0");

        Assert.Equal(SettingTable.All.Select(setting => setting.Variable), complaints.Select(complaint => complaint.Split(' ')[0]));
    }

    [Theory]
    [InlineData(nameof(Contract.Sdk), "this home was not run yet, so the sdk contract is assumed (", "COSMOVISOR_PROFILE=classic")]
    [InlineData(nameof(Contract.Classic), "this home was not run yet, so the classic contract is assumed (", "COSMOVISOR_PROFILE=sdk")]
    public static void SayWhichContractTheyAssumeAndHowToHaveTheOther(string contract, string begin, string end)
    {
        var (settings, _) = Read(Enum.Parse<Contract>(contract), ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"));

        Assert.StartsWith(begin, settings.AssumedContract, StringComparison.Ordinal);
        Assert.EndsWith(end, settings.AssumedContract, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt/chain", "/vol/current", "/opt/chain", "/vol/current")]
    [InlineData("/opt/../opt/chain/", "/vol/x/../current", "/opt/chain", "/vol/current")]
    [InlineData("", "", null, null)]
    [InlineData(null, null, null, null)]
    [InlineData("opt", "../vol", null, null)] // complained about elsewhere, and no path before
    public static void FindAHomeByTheEnvironmentAlone(string? root, string? link, string? customRoot, string? customCurrent)
    {
        var home = HomeOf.Environment("/foo/", name => name == SettingTable.CustomRoot.Variable ? root
            : name == SettingTable.CustomCurrentLink.Variable ? link : "/not-asked");

        Assert.Equal(("/foo", customRoot, customCurrent), (home.Path, home.CustomRoot, home.CustomCurrent));
    }

    [Fact]
    public static void NeedNothingButHomeAndName()
    {
        var (settings, complaints) = Read(Contract.Classic, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"));

        Assert.Empty(complaints);
        Assert.Equal("/foo/cosmovisor/genesis/bin/simd", settings.Home.BinaryIn(settings.Home.GenesisFolder));
        Assert.Equal(TimeSpan.FromSeconds(60), settings.Value(SettingTable.ShutdownGrace));
        Assert.Equal(TimeSpan.Zero, settings.Value(SettingTable.RestartDelay));
    }

    [Theory]
    [InlineData("DAEMON_SHUTDOWN_GRACE", "0s", "; leave it out for 60s")]
    [InlineData("DAEMON_SHUTDOWN_GRACE", "-3m", "; leave it out for 60s")]
    [InlineData("DAEMON_POLL_INTERVAL", "0", "; leave it out for 300ms")]
    [InlineData("DAEMON_RESTART_DELAY", "0s", "; leave it out for none")]
    public static void SayWhatHoldsWithoutADurationThatIsNone(string variable, string value, string advice)
    {
        var (_, complaints) = Read(Contract.Sdk, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"), (variable, value));

        Assert.Equal([$"{variable} must be a duration above 0, not \"{value}\"{advice}"], complaints);
    }

    [Theory]
    [InlineData(Contract.Classic, "false", null, true)]
    [InlineData(Contract.Classic, "False", null, true)]
    [InlineData(Contract.Classic, "true", null, false)]
    [InlineData(Contract.Classic, "", null, false)]
    [InlineData(Contract.Classic, "false", "/foo/data", false)]
    [InlineData(Contract.Sdk, "false", null, false)]
    internal static void WarnOfABackupThatIsAskedForAndNotMade(Contract contract, string skip, string? source, bool isWarned)
    {
        var (settings, complaints) = Read(
            contract,
            ("DAEMON_HOME", "/foo/"),
            ("DAEMON_NAME", "simd"),
            ("UNSAFE_SKIP_BACKUP", skip),
            ("DAEMON_BACKUP_DATA_DIR", source ?? ""));

        Assert.Empty(complaints);
        Assert.Equal(
            isWarned
                ? ["UNSAFE_SKIP_BACKUP=false has no effect without the word run: no backup is made before an upgrade. For one, set DAEMON_BACKUP_DATA_DIR=/foo/data, or start with cosmovisor run start"]
                : Array.Empty<string>(),
            settings.Warnings);
    }

    [Fact]
    public static void WarnOfNoMissingBackupWhereACommandTakesIt() => Assert.Empty(
        Read(Contract.Classic, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"), ("UNSAFE_SKIP_BACKUP", "false"),
            ("COSMOVISOR_BACKUP_COMMAND", "/usr/local/bin/snapshot")).Settings.Warnings);

    [Theory]
    [InlineData(Contract.Classic, false)]
    [InlineData(Contract.Sdk, true)]
    internal static void RestartAfterAnUpgradeInTheSdkContractAlone(Contract contract, bool restarts)
    {
        var (settings, _) = Read(contract, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"));

        Assert.Equal(restarts, settings.Value(SettingTable.RestartAfterUpgrade));
    }

    [Fact]
    public static void TakeAnEmptyVariableForOneThatIsNotSet()
    {
        var (settings, complaints) = Read(Contract.Classic, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"),
            ("DAEMON_SHUTDOWN_GRACE", ""), ("DAEMON_BACKUP_DATA_DIR", ""));

        Assert.Empty(complaints);
        Assert.Equal("default", settings.All.Single(one => one.Setting == SettingTable.ShutdownGrace).Origin);
    }

    [Fact]
    public static void SayWhereEachValueCameFrom()
    {
        var (settings, _) = Read(Contract.Classic, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"), ("DAEMON_RESTART_DELAY", "2s"));

        Assert.Equal(
            ["DAEMON_HOME", "DAEMON_NAME", "DAEMON_RESTART_DELAY"],
            settings.All.Where(one => one.Origin == "environment").Select(one => one.Setting.Variable));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("3000000000", 3_000_000_000)]
    public static void GiveANumberWhole(string value, long number)
    {
        var (settings, complaints) =
            Read(Contract.Classic, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"), ("COSMOVISOR_BACKUP_KEEP", value));

        Assert.Empty(complaints);
        Assert.Equal(number, settings.ValueOrNull(SettingTable.BackupKeep));
    }

    [Fact]
    public static void NeverThrowWhateverTheEnvironment() =>
        Gen.String.Array[SettingTable.All.Count].Sample(values =>
        {
            var row = 0;
            var (settings, _) = SettingsReader.Read(Contract.Sdk, _ => values[row++ % values.Length]);
            return settings.All.Count == values.Length;
        });

    [Theory]
    [InlineData("/elsewhere")]
    [InlineData("/no/such/dir")]
    [InlineData("relative")]
    [InlineData("")]
    public static void DoNotLookAtTheBackupFolderWhenBackupsAreSkipped(string folder)
    {
        var (_, complaints) = Read(Contract.Sdk, ("DAEMON_HOME", "/foo"), ("DAEMON_NAME", "simd"), ("UNSAFE_SKIP_BACKUP", "true"),
            ("DAEMON_DATA_BACKUP_DIR", folder));

        Assert.Empty(complaints);
    }

    private static (EffectiveSettings Settings, IReadOnlyList<string> Complaints) Read(
        Contract contract, params (string Variable, string Value)[] environment) =>
        SettingsReader.Read(contract, variable => environment.FirstOrDefault(one => one.Variable == variable).Value);
}
