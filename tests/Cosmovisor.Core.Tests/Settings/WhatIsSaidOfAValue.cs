using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>What an operator reads of a value that is refused: the end of the sentence "DAEMON_HOME …".</summary>
public static class WhatIsSaidOfAValue
{
    [Theory]
    [InlineData("COSMOVISOR_LOOK_AHEAD", "999ms", "must be 1s or more, or 0s for never, not \"999ms\"")]
    [InlineData("COSMOVISOR_LOOK_AHEAD", "-1ms", "must be a duration of 0 or more, not \"-1ms\"")]
    [InlineData("COSMOVISOR_BACKUP_KEEP", "0", "must be a whole number of 1 or more, not \"0\"")]
    [InlineData("COSMOVISOR_BACKUP_KEEP", "8796093018113", "must be a whole number of 1 or more, not \"8796093018113\"")]
    [InlineData("DAEMON_PREUPGRADE_MAX_RETRIES", "-1", "must be a whole number of 0 or more, not \"-1\"")]
    [InlineData("DAEMON_HOME", "/a\0b", "must be a path, and holds a zero byte")]
    [InlineData("DAEMON_HOME", "foo", "must be an absolute path, not \"foo\"")]
    [InlineData("DAEMON_HOME", "\"/foo\"", "must be /foo, not \"/foo\": nothing removes the quotes here")]
    [InlineData("COSMOVISOR_NODE_RPC", "\"http://me:word@x\"", "must be without quotes: nothing removes them here")]
    [InlineData(
        "COSMOVISOR_NODE_RPC", "ftp://me:word@x",
        "must be the address of the node's RPC, such as http://127.0.0.1:26657, https://HOST/PATH or unix:///run/node/rpc.sock")]
    [InlineData("COSMOVISOR_CUSTOM_PREUPGRADE", "../x", "must be a path below cosmovisor/, not \"../x\"")]
    [InlineData(
        "COSMOVISOR_CUSTOM_PREUPGRADE", "/bin/sh",
        "must be a path below cosmovisor/ and is taken from there, not the absolute \"/bin/sh\": "
        + "put the file into cosmovisor/ and write sh")]
    [InlineData("DAEMON_NAME", ".", "must be the file name of a binary, not \".\"")]
    [InlineData("DAEMON_NAME", "..", "must be the file name of a binary, not \"..\"")]
    [InlineData("DAEMON_NAME", "bin/simd", "must be a file name without a folder, not \"bin/simd\"")]
    [InlineData("DAEMON_NAME", " simd", "must not begin or end with a blank, as \" simd\" does: write simd")]
    [InlineData("COSMOVISOR_BACKUP_COMMAND", " ", "must be a command, not \" \"; leave it out for none")]
    [InlineData("COSMOVISOR_BACKUP_COMMAND", "snap\0", "must be a line of shell, and holds a zero byte")]
    [InlineData("DAEMON_GRPC_ADDRESS", "a\0b", "must be a text, and holds a zero byte")]
    [InlineData("COSMOVISOR_PROFILE", "SDK", "must be sdk or classic, not \"SDK\"")]
    [InlineData("COSMOVISOR_GOV_PACKAGE", "gov.", "must be the name of a protobuf package, such as cosmos.gov, not \"gov.\"")]
    [InlineData("COSMOVISOR_GOV_PACKAGE", "a.b-c", "must be the name of a protobuf package, such as cosmos.gov, not \"a.b-c\"")]
    [InlineData(
        "COSMOVISOR_RPC_FALLBACKS", "ftp://x.org",
        "must be a list of addresses: \"ftp://x.org\" is not the address of an RPC; expected something like https://rpc.example.org")]
    [InlineData(
        "COSMOVISOR_RPC_FALLBACKS", "https://x.org, ftp://me@x.org/word",
        "must be a list of addresses: number 2: \"ftp://x.org/***\" is not the address of an RPC; "
        + "expected something like https://rpc.example.org")]
    public static void TellsWhatWouldBeRight(string variable, string value, string wrong) =>
        Assert.Equal(wrong, Row(variable).WhatIsWrong(value));

    [Theory]
    [InlineData("COSMOVISOR_LOOK_AHEAD", "0s")]
    [InlineData("COSMOVISOR_LOOK_AHEAD", "1s")]
    [InlineData("COSMOVISOR_BACKUP_KEEP", "8796093018112")]
    [InlineData("COSMOVISOR_RPC_FALLBACKS", "https://x.org, https://y.org")]
    [InlineData("COSMOVISOR_RPC_FALLBACKS", "https://x.org,,https://y.org,")]
    [InlineData("COSMOVISOR_GOV_PACKAGE", "_a.b_c")]
    public static void IsNothingAtItsLimits(string variable, string value) => Assert.Null(Row(variable).WhatIsWrong(value));

    [Fact]
    public static void IsAskedOfNoSettingThatIsWrong()
    {
        var (settings, _) = SettingsReader.Read(Contract.Sdk, name => name == "DAEMON_SHUTDOWN_GRACE" ? "soon" : null);

        var mistake = Assert.Throws<InvalidOperationException>(() => settings.Value(SettingTable.ShutdownGrace));

        Assert.Equal("DAEMON_SHUTDOWN_GRACE is not set, or is wrong, and was asked for", mistake.Message);
        Assert.Null(settings.ValueOrNull(SettingTable.ShutdownGrace));
        Assert.True(settings.IsMissing(SettingTable.Home));
        Assert.False(settings.IsMissing(SettingTable.LookAhead));
    }

    private static Setting Row(string variable) => SettingTable.All.Single(setting => setting.Variable == variable);
}
