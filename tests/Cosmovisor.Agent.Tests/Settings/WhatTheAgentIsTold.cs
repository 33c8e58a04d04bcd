using Cosmovisor.Agent.Settings;
using Xunit;

namespace Cosmovisor.Agent.Tests.Settings;

public static class WhatTheAgentIsTold
{
    [Fact]
    public static void ListensWhereItIsToldAndNowhereElse()
    {
        Assert.StartsWith("nothing to do: set COSMOVISOR_LISTEN", Complaints([], ("DAEMON_HOME", "/home/a/")), StringComparison.Ordinal);

        var settings = Read([], ("DAEMON_HOME", "/home/a/"), ("COSMOVISOR_LISTEN", "127.0.0.1:26680"));

        Assert.Equal(["/home/a"], settings.Homes);
        Assert.Equal("Tcp { IsPublic = False, EndPoint = 127.0.0.1:26680 }", settings.Listen?.ToString());
    }

    [Fact]
    public static void OptionsGoBeforeTheEnvironment() => Assert.Equal(
        ["/b", "/c"],
        Read(["--home", "/b", "--home=/c", "--home", "/b/"], ("DAEMON_HOME", "/a"), ("COSMOVISOR_LISTEN", "127.0.0.1:0")).Homes);

    [Theory]
    [InlineData("0.0.0.0:26680")]
    [InlineData("[::]:26680")]
    [InlineData("192.0.2.7:26680")]
    public static void BeyondTheLoopbackItNeedsAToken(string listen)
    {
        Assert.Contains(
            "COSMOVISOR_LISTEN_TOKEN_FILE", Complaints([], ("DAEMON_HOME", "/a"), ("COSMOVISOR_LISTEN", listen)), StringComparison.Ordinal);
        Assert.Equal(
            "0123456789abcdef",
            Read([], ("DAEMON_HOME", "/a"), ("COSMOVISOR_LISTEN", listen), ("COSMOVISOR_LISTEN_TOKEN_FILE", "/good")).Token);
    }

    [Theory]
    [InlineData("26680")]
    [InlineData(":26680")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::1:26680")]
    [InlineData("localhost:26680")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("unix:relative")]
    [InlineData("unix:/")]
    public static void AnAddressIsAnIpWithAPortOrASocket(string listen) =>
        Assert.StartsWith(
            "COSMOVISOR_LISTEN is ", Complaints([], ("DAEMON_HOME", "/a"), ("COSMOVISOR_LISTEN", listen)), StringComparison.Ordinal);

    [Fact]
    public static void EverythingThatIsWrongIsToldAtOnce()
    {
        var complaints =
            Complaints(["--hoem", "--home", "relative"], ("COSMOVISOR_LISTEN", "x"), ("COSMOVISOR_LISTEN_TOKEN_FILE", "/short"));

        Assert.Equal(4, complaints.Split('\n').Length);
    }

    [Fact]
    public static void ATestSendsToTheAddressThatWasGivenAndNowhereElse()
    {
        var variables = new[] { ("DAEMON_HOME", "/a"), ("COSMOVISOR_NOTIFY", "exec:/usual"), ("COSMOVISOR_NOTIFY_FILE", "/good") };
        var read = Parse([], variables, "exec:/only").IsOk(out var settings, out _);

        Assert.True(read);
        Assert.Equal("/only", Assert.Single(settings!.Notify).Url.LocalPath);
        Assert.False(Parse([], variables, "nonsense").IsOk(out _, out var complaint));
        Assert.StartsWith("the address: ", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public static void ACustomRootAndLinkAreOfOneHome()
    {
        (string, string)[] variables = [("COSMOVISOR_LISTEN", "127.0.0.1:0"), ("COSMOVISOR_CUSTOM_ROOT", "/opt/versions"), (
            "COSMOVISOR_CUSTOM_CURRENT_LINK", "/var/current")];

        var settings = Read(["--home", "/a"], variables);

        Assert.Equal(("/opt/versions", "/var/current"), (settings.CustomRoot, settings.CustomCurrentLink));
        Assert.Equal(2, Complaints(["--home", "/a", "--home", "/b"], variables).Split('\n').Length);
        Assert.StartsWith(
            "COSMOVISOR_CUSTOM_ROOT is ",
            Complaints(["--home", "/a"], ("COSMOVISOR_LISTEN", "127.0.0.1:0"), ("COSMOVISOR_CUSTOM_ROOT", "relative")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("me:word@rpc.example.org")]
    [InlineData("ftp://x.org/word")]
    [InlineData("https://")]
    [InlineData("unix://word")]
    [InlineData("rpc.example.org/word")]
    public static void AWrongAddressOfTheNodeIsNotRepeatedForItMayHoldASecret(string address)
    {
        var complaint = Complaints(["--home", "/a"], ("COSMOVISOR_LISTEN", "127.0.0.1:0"), ("COSMOVISOR_NODE_RPC", address));

        Assert.StartsWith("COSMOVISOR_NODE_RPC must be the address of the node's RPC, such as ", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("word", complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:26657", "http://127.0.0.1:26657")]
    [InlineData("tcp://127.0.0.1:26657", "http://127.0.0.1:26657")]
    [InlineData("https://me:word@rpc.example.org/token", "https://rpc.example.org")]
    [InlineData("unix:///run/rpc.sock", "/run/rpc.sock")]
    public static void TheNodeIsAskedWhereTheSupervisorAsksItToo(string address, string shown) =>
        Assert.Equal(
            shown, Read(["--home", "/a"], ("COSMOVISOR_LISTEN", "127.0.0.1:0"), ("COSMOVISOR_NODE_RPC", address)).NodeRpc?.ToString());

    [Fact]
    public static void NoHomeIsAComplaint() => Assert.StartsWith("no home", Complaints([]), StringComparison.Ordinal);

    private static AgentSettings Read(string[] arguments, params (string Name, string Value)[] variables) =>
        Parse(arguments, variables).IsOk(out var settings, out var reason) ? settings : throw new InvalidOperationException(reason);

    private static string Complaints(string[] arguments, params (string Name, string Value)[] variables) =>
        Parse(arguments, variables).IsOk(out _, out var reason) ? "" : reason;

    private static Parsed<AgentSettings> Parse(string[] arguments, (string Name, string Value)[] variables, string? address = null) =>
        new SettingsReader(
            name => variables.FirstOrDefault(variable => variable.Name == name).Value,
            path => Parsed.Ok(path == "/good" ? "0123456789abcdef\n" : "short")).Read(arguments, address);
}
