using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>
/// <c>prepare-upgrade</c> and <c>show-upgrade-info</c>: what the node has written down, what it says when asked, and the schedule.
/// </summary>
[ManyStarts]
public static class WhatComesNext
{
    private const string OfV2 = "cosmovisor/upgrades/v2/bin/dummyd";
    private const string NewBinary = "#!/bin/sh\necho v2\n";

    [Fact]
    public static void IsToldInTheseWords()
    {
        using var home = Home().Install("upgrades/v2", "exit 0");
        string[][] commands =
        [
            ["show-upgrade-info"],
            ["prepare-upgrade"],
            ["schedule", "list"],
            ["schedule", "remove", "v2"],
            ["add-upgrade", "v2", home.In("cosmovisor/upgrades/v2/bin/dummyd"), "--upgrade-height", "900"],
            ["schedule", "list"],
            ["prepare-upgrade"],
            ["schedule", "remove", "V2"],
            ["schedule", "list", "--json"],
        ];

        var walk = string.Concat(commands.Select(words => Shown(home, words)));
        _ = home.Write("data/upgrade-info.json", """{"name":"v2","time":"0001-01-01T00:00:00Z","height":900,"info":"any text"}""" + "\n");
        walk += string.Concat(new string[][] { ["show-upgrade-info"], ["prepare-upgrade"] }.Select(words => Shown(home, words)));
        _ = home.Write("data/upgrade-info.json", "{\"name\":");
        walk += Shown(home, ["show-upgrade-info"]);

        Approved.Is(Masked.Text(walk, home));
    }

    [Theory]
    [InlineData("show-upgrade-info")]
    [InlineData("prepare-upgrade")]
    [InlineData("add-batch-upgrade v4:BINARY:950 v3:BINARY:940")]
    public static void IsAskedUnderBothNames(string line)
    {
        using var home = Home().Install("upgrades/v2", "exit 0").Write("data/upgrade-info.json", """{"name":"v2","height":900}""");
        var words = line.Replace("BINARY", home.In("cosmovisor/upgrades/v2/bin/dummyd"), StringComparison.Ordinal).Split(' ');

        var tool = home.Ctl(words);
        File.Delete(home.In("cosmovisor/schedule.json"));
        var own = home.Run(words);

        Assert.Equal((0, ""), (tool.Code, tool.Error));
        Assert.NotEmpty(tool.Output);
        Assert.Equal(
            (tool.Code, tool.Output.Replace(" (it was there already)", "", StringComparison.Ordinal), tool.Error),
            (own.Code, own.Output.Replace(" (it was there already)", "", StringComparison.Ordinal), own.Error));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public static void IsStagedAsSoonAsTheChainHasDecidedIt(bool onSocket)
    {
        using var home = Home();
        using var node = new AnsweringNode(home, height: 900, onSocket: onSocket) { Plan = ("v2", 1000, Info(home)) };

        var end = home.Run("prepare-upgrade");

        Assert.True(end.Code == 0, end.Output + end.Error);
        Assert.StartsWith("the chain's plan, as the node says: v2, height 1000\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(NewBinary, File.ReadAllText(home.In(OfV2)));
        Assert.False(File.Exists(home.In("data/upgrade-info.json")));
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsWhatTheNodeHasHaltedForBeforeAllElse()
    {
        using var home = Home();
        _ = home.Write(
            "data/upgrade-info.json", $$"""{"name":"v2","height":500,"info":{{System.Text.Json.JsonSerializer.Serialize(Info(home))}}}""");
        using var node = new AnsweringNode(home, height: 499) { Plan = ("v3", 1000, "") };

        var end = home.Run("prepare-upgrade");

        Assert.True(end.Code == 0, end.Output + end.Error);
        Assert.StartsWith($"the plan file ({home.In("data/upgrade-info.json")}): v2, height 500\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(NewBinary, File.ReadAllText(home.In(OfV2)));
    }

    [Theory]
    [InlineData(800, "next of the schedule")]
    [InlineData(1200, "the chain's plan, as the node says: v2, height 1000")]
    public static void IsTheEarlierOfThePlanAndTheSchedule(int scheduled, string expected)
    {
        using var home = Home().Write("new", NewBinary);
        Assert.Equal(0, home.Run("add-upgrade", "mine", home.In("new"), "--upgrade-height", $"{scheduled}").Code);
        using var node = new AnsweringNode(home, height: 700) { Plan = ("v2", 1000, Info(home)) };

        var end = home.Run("prepare-upgrade");

        Assert.True(end.Code == 0, end.Output + end.Error);
        Assert.StartsWith(expected, end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsNothingWhenAllSaySo()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, height: 700);

        var end = home.Run("prepare-upgrade");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.StartsWith("No upgrade scheduled: ", end.Output, StringComparison.Ordinal);
        Assert.Contains("the node says that its chain has no plan", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsNotAskedOfAnotherNodeThatAnswersThere()
    {
        using var home = Home();
        using var node = new AnsweringNode(home, height: 700, id: "somebody") { Plan = ("v2", 1000, Info(home)) };

        var end = home.Run("prepare-upgrade");

        Assert.Equal(1, end.Code);
        Assert.Contains($"the node could not be asked: {node.Rpc}, which {home.In("config/config.toml")} names, is answered by another node: somebody, where",
            end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(home.In(OfV2)));
    }

    [Theory]
    [InlineData("[rpc]\nladdr = \"\"\n", "rpc.laddr is empty, which switches the node's RPC off")]
    [InlineData("[rpc", "config.toml: line 1 is not TOML")]
    [InlineData("[rpc]\nladdr = \"tcp://127.0.0.1:1\"\n", "http://127.0.0.1:1 does not answer: Connection refused")]
    [InlineData(null, "config.toml is not there")]
    public static void IsToldWithTheReasonWhyTheNodeWasNotAsked(string? toml, string reason)
    {
        using var home = Home();
        using var node = new AnsweringNode(home, height: 700);
        File.Delete(home.In("config/config.toml"));
        _ = toml is null ? home : home.Write("config/config.toml", toml);

        var end = home.Run("prepare-upgrade");

        Assert.Equal((1, ""), (end.Code, end.Error));
        Assert.StartsWith("It is not known whether an upgrade is scheduled: ", end.Output, StringComparison.Ordinal);
        Assert.Contains(reason, end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void DoesNotCountWhenTheRunningNodeHasPassedItsHeight()
    {
        using var home = Home().Write("new", NewBinary);
        using var node = new AnsweringNode(home, height: 900);

        var passed = home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "900");

        Assert.Equal(1, passed.Code);
        Assert.Contains("the upgrade \"v2\" is to happen at height 900, and this node has passed 900 (says the node itself)",
            passed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(home.In(OfV2)));
        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "901").Code);
    }

    [Fact]
    public static void IsShownAsTheNodeWroteIt()
    {
        using var home = Home();
        var none = home.Run("show-upgrade-info");
        _ = home.Write("data/upgrade-info.json", """{"name":"v2", "height":"500"}""");
        var there = home.Run("show-upgrade-info");
        _ = home.Write("data/upgrade-info.json", """{"name":"v2", "hei""");
        var half = home.Run("show-upgrade-info");

        Assert.Equal((0, $"No upgrade info found at {home.In("data/upgrade-info.json")}\n", ""), (none.Code, none.Output, none.Error));
        Assert.Equal((0, "{\"name\":\"v2\", \"height\":\"500\"}\n", ""), (there.Code, there.Output, there.Error));
        Assert.Equal((0, "{\"name\":\"v2\", \"hei\n"), (half.Code, half.Output));
        Assert.StartsWith(
            $"cosmovisor: no upgrade can be read from {home.In("data/upgrade-info.json")}: ", half.Error, StringComparison.Ordinal);
    }

    private static NodeHome Home() => new NodeHome().Install("genesis", "echo genesis").PointCurrentTo("genesis");

    // A plan's info as proposals carry it, with a binary that lies on this machine.
    private static string Info(NodeHome home)
    {
        var path = home.Write("released", NewBinary).In("released");
        return $$$"""{"binaries":{"any":"file://{{{path}}}?checksum=sha256:{{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NewBinary)))}}}"}}""";
    }

    private static string Shown(NodeHome home, string[] words) =>
        home.Ctl(words) is var end ? $"$ {string.Join(' ', words)}\n{end.Output}{end.Error}=> {end.Code}\n\n" : "";
}
