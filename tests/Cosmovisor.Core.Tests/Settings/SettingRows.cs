using Cosmovisor.Settings;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>What each row of the table takes and refuses.</summary>
public static class SettingRows
{
    private static readonly string[] Truths = ["true", "false", "TRUE", "faLSe"];
    private static readonly string[] NoTruths = ["wrong", "truee", "yes", "1", " true", "true "];
    private static readonly string[] Times = ["1s", "600ms", "1h30m", "+5s"];
    private static readonly string[] NoTimes = ["bad", "0", "0s", "600", "-3m", "1ns", "-1ns"];
    private static readonly string[] Counts = ["1", "3", "2147483647"];
    private static readonly string[] NoCounts = ["0", "-1", "1.5", "many", "1 000", "99999999999999999999"];
    private static readonly string[] Folders = ["/", "/foo", "/longer/prefix/", "/with space/é"];
    private static readonly string[] NoFolders = ["foo", "./foo", "~/foo", "../foo", "/zero\0byte"];

    /// <summary>A row without cases here is a setting without a test.</summary>
    private static readonly Dictionary<string, (string[] Good, string[] Bad)> Cases = new()
    {
        ["DAEMON_HOME"] = (Folders, NoFolders),
        ["DAEMON_NAME"] = (["simd", "my daemon", "..x", "-d"], [".", "..", "bin/simd", "/simd", "simd/"]),
        ["DAEMON_ALLOW_DOWNLOAD_BINARIES"] = (Truths, NoTruths),
        ["DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM"] = (Truths, NoTruths),
        ["DAEMON_RESTART_AFTER_UPGRADE"] = (Truths, NoTruths),
        ["DAEMON_RESTART_DELAY"] = (Times, NoTimes),
        ["DAEMON_SHUTDOWN_GRACE"] = (Times, NoTimes),
        ["DAEMON_POLL_INTERVAL"] = (Times, NoTimes),
        ["DAEMON_PREUPGRADE_MAX_RETRIES"] = (["0", "5", "007"], ["bad", "-1", "+1", "1.5", " 1", "99999999999"]),
        ["COSMOVISOR_CUSTOM_PREUPGRADE"] = (["preupgrade.sh", "scripts/pre upgrade"], ["/bin/sh", "../x", "a/../../x"]),
        ["COSMOVISOR_HOOK_TIMEOUT"] = (Times, NoTimes),
        ["DAEMON_BACKUP_DATA_DIR"] = (Folders, NoFolders),
        ["UNSAFE_SKIP_BACKUP"] = (Truths, NoTruths),
        ["DAEMON_DATA_BACKUP_DIR"] = (Folders, NoFolders),
        ["COSMOVISOR_BACKUP_MODE"] = (["auto", "copy", "reflink", "hardlink"], ["move", "-", "0"]),
        ["COSMOVISOR_BACKUP_KEEP"] = (Counts, NoCounts),
        ["COSMOVISOR_BACKUP_AHEAD"] = ([.. Times, "0s"], ["bad", "600", "-3m", "-1ns"]),
        ["COSMOVISOR_BACKUP_COMMAND"] = (
            ["/usr/local/bin/snap", "zfs snapshot \"tank/node@$COSMOVISOR_UPGRADE_FOLDER\" && echo done", "snap"], [" ", "\t", "snap\0"]),
        ["COSMOVISOR_DOWNLOAD_MAX_SIZE"] = (Counts, NoCounts),
        ["COSMOVISOR_TRUSTED_KEYS"] = (Folders, NoFolders),
        ["COSMOVISOR_LOG"] = (["auto", "file", "stderr", "journal", "none"], ["Journal", "syslog", "/var/log/x", " file"]),
        ["COSMOVISOR_DISABLE_LOGS"] = (Truths, NoTruths),
        ["COSMOVISOR_WATCH_OUTPUT"] = (Truths, NoTruths),
        ["COSMOVISOR_DISABLE_RECASE"] = (Truths, NoTruths),
        ["COSMOVISOR_TAKE_BACK_WITHIN"] = ([.. Times, "0s"], ["bad", "600", "-3m", "-1ns"]),
        ["COSMOVISOR_CONFIRM_BLOCK_WITHIN"] = ([.. Times, "0s"], ["bad", "600", "-3m", "-1ns"]),
        ["COSMOVISOR_LOOK_AHEAD"] = (["1s", "10m", "0s", "1h"], ["bad", "600", "-3m", "999ms"]),
        ["COSMOVISOR_AGENT"] = (Truths, NoTruths),
        ["COSMOVISOR_NODE_RPC"] = (
            ["http://127.0.0.1:26657", "unix:///run/rpc.sock", "tcp://10.0.0.1:26657", "https://me:word@x.org/token?k=v"],
            ["ftp://x.org/word", "unix://word", "https://"]),
        ["COSMOVISOR_RPC_FALLBACKS"] = (
            ["https://rpc.example.org", "http://10.0.0.1:26657,https://x.org/token?k=v", "https://me:word@x.org"],
            [
                "word.example.org",
                "me:word@x.org",
                "tcp://127.0.0.1:26657/word",
                "ftp://me:word@x.org",
                "https://x.org,ftp://x.org/word",
                "https://"
            ]),
        ["COSMOVISOR_GOV_PACKAGE"] = (
            ["cosmos.gov", "atomone.gov", "my_chain.gov2"], ["cosmos..gov", ".gov", "cosmos/gov", "gov v1", "gov."]),
        ["DAEMON_DATA_DIR"] = (Folders, NoFolders),
        ["COSMOVISOR_CUSTOM_ROOT"] = (Folders, NoFolders),
        ["COSMOVISOR_CUSTOM_CURRENT_LINK"] = (Folders, NoFolders),
        ["DAEMON_GRPC_ADDRESS"] = (["localhost:9090", "https://grpc.example:443", "anything"], ["zero\0byte"]),
        ["COSMOVISOR_COLOR_LOGS"] = (Truths, NoTruths),
        ["COSMOVISOR_TIMEFORMAT_LOGS"] = (
            [
                "layout",
                "ansic",
                "unixdate",
                "rubydate",
                "rfc822",
                "rfc822z",
                "rfc850",
                "rfc1123",
                "rfc1123z",
                "rfc3339",
                "rfc3339nano",
                "kitchen",
                "rfc3339milli",
                ""
            ],
            ["invalid", "wrong", "Kitchen", "3:04PM", " kitchen"]),
        ["COSMOVISOR_PROFILE"] = (["sdk", "classic"], ["SDK", "both", "v2"]),
    };

    public static TheoryData<string> Variables => [.. SettingTable.All.Select(setting => setting.Variable)];

    [Fact]
    public static void AreNamedOnce() =>
        Assert.Equal(SettingTable.All.Count, SettingTable.All.DistinctBy(setting => setting.Variable).Count());

    [Theory]
    [MemberData(nameof(Variables))]
    public static void TakeWhatIsGood(string variable) =>
        Assert.All(Cases[variable].Good, value => Assert.Null(Row(variable).WhatIsWrong(value)));

    [Theory]
    [MemberData(nameof(Variables))]
    public static void RefuseWhatIsBadAndQuoteIt(string variable) =>
        Assert.All(Cases[variable].Bad, value =>
        {
            var wrong = Assert.IsType<string>(Row(variable).WhatIsWrong(value));
            Assert.StartsWith("must be ", wrong, StringComparison.Ordinal);
            Assert.True(value.Contains('\0', StringComparison.Ordinal)
                || Row(variable).Form.Shown is not null
                || wrong.Contains($"\"{value}\"", StringComparison.Ordinal), wrong);
            // it may hold a secret
            Assert.True(Row(variable).Form.Shown is null
                || (!wrong.Contains("word", StringComparison.Ordinal) && !wrong.Contains("me:", StringComparison.Ordinal)), wrong);
        });

    [Theory]
    [MemberData(nameof(Variables))]
    public static void HaveADefaultThatIsGoodOrNone(string variable)
    {
        string[] defaults = [Row(variable).Default, Row(variable).SdkDefault ?? ""];

        // 0s stands for "not at all", which is said by leaving a duration out.
        Assert.All(defaults.Where(value => value is not ("" or "0s")), value => Assert.Null(Row(variable).WhatIsWrong(value)));
    }

    [Fact]
    public static void AreExplainedInOneSentence() =>
        Assert.All(SettingTable.All, setting =>
        {
            Assert.EndsWith(".", setting.Summary, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', setting.Summary);
        });

    [Fact]
    public static void NeverThrowWhateverIsSet() =>
        Gen.Select(Gen.OneOf([.. SettingTable.All]), Gen.String).Sample((setting, value) => setting.WhatIsWrong(value) is not "");

    private static Setting Row(string variable) => SettingTable.All.Single(setting => setting.Variable == variable);
}
