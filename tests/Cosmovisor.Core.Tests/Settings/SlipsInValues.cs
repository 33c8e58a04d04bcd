using Cosmovisor.Settings;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>What a shell would have taken out of a value and nothing else does, told as what it is.</summary>
public static class SlipsInValues
{
    [Theory]
    [InlineData(
        "DAEMON_HOME", "~/.simd", "must be a whole path, not \"~/.simd\": only a shell replaces ~. Write /home/USER/.simd, or /root/.simd")]
    [InlineData("DAEMON_HOME", "$HOME/.simd", "must be a whole path, not \"$HOME/.simd\": only a shell")]
    [InlineData("DAEMON_HOME", "\"/root/.simd\"", "must be /root/.simd, not \"/root/.simd\": nothing removes the quotes here")]
    [InlineData("DAEMON_HOME", "“/root/.simd”", "must be /root/.simd, not “/root/.simd”")]
    [InlineData("DAEMON_HOME", "/root/.simd ", "must not begin or end with a blank, as \"/root/.simd \" does: write /root/.simd")]
    [InlineData("DAEMON_HOME", "/root/.simd\r", "must not end in a Windows line end (\\r)")]
    [InlineData("DAEMON_NAME", "'simd'", "must be simd, not 'simd'")]
    [InlineData("DAEMON_NAME", "simd\r", "must not end in a Windows line end (\\r)")]
    [InlineData("DAEMON_NAME", " simd", "write simd")]
    [InlineData("DAEMON_ALLOW_DOWNLOAD_BINARIES", "\"true\"", "must be true, not")]
    [InlineData("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true\r", "must not end in a Windows line end (\\r)")]
    [InlineData("DAEMON_RESTART_DELAY", "\"30s\"", "must be 30s, not")]
    [InlineData("COSMOVISOR_BACKUP_COMMAND", "zfs snapshot x\r", "must not end in a Windows line end (\\r)")]
    [InlineData("COSMOVISOR_CUSTOM_PREUPGRADE", "/opt/pre.sh", "put the file into cosmovisor/ and write pre.sh")]
    public static void AreExplained(string variable, string value, string told) =>
        Assert.Contains(told, Row(variable).WhatIsWrong(value), StringComparison.Ordinal);

    [Theory]
    [InlineData("DAEMON_HOME", "/home/a b/~x/$y/'z'")]
    [InlineData("DAEMON_NAME", "sim'd")]
    [InlineData("COSMOVISOR_BACKUP_COMMAND", "\"/opt/my backup\" \"$COSMOVISOR_UPGRADE_NAME\"")]
    [InlineData("COSMOVISOR_BACKUP_COMMAND", "~/backup.sh")]
    public static void AreNotSeenWhereTheyMayBeMeant(string variable, string value) => Assert.Null(Row(variable).WhatIsWrong(value));

    private static Setting Row(string variable) => SettingTable.All.Single(setting => setting.Variable == variable);
}
