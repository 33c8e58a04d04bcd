using Cosmovisor.Agent.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

public static class WhatAFleetsAgentIsTold
{
    [Theory]
    [InlineData("COSMOVISOR_FLEET=http://h", "must be etcd://HOST:2379")]
    [InlineData("COSMOVISOR_FLEET=etcd://h/f COSMOVISOR_FLEET_LABELS=a", "is not NAME=VALUE")]
    [InlineData("COSMOVISOR_FLEET=etcds://h/f COSMOVISOR_FLEET_CERT=/c", "go together")]
    [InlineData("COSMOVISOR_FLEET=etcd://h/f COSMOVISOR_FLEET_USER=u", "go together")]
    [InlineData("COSMOVISOR_FLEET=etcd://h/f COSMOVISOR_FLEET_CA=/ca", "etcds:// uses them")]
    [InlineData("COSMOVISOR_FLEET=etcds://h/f COSMOVISOR_FLEET_CA=ca", "must be an absolute path")]
    [InlineData("COSMOVISOR_FLEET=etcd://h/f COSMOVISOR_SIGNER_GUARD=shut", "must be open or closed")]
    [InlineData("COSMOVISOR_FLEET=etcd://h/f COSMOVISOR_FLEET_LOCK=http://far/", "must be the https address")]
    public static void IsRefused(string environment, string why) =>
        Assert.Contains(
            why, Read(environment) is Parsed<FleetSettings?>.Invalid { Reason: var reason } ? reason : "", StringComparison.Ordinal);

    [Fact]
    public static void IsNoFleetWithoutAnAddress() => Assert.Equal(Parsed.Ok<FleetSettings?>(null), Read("COSMOVISOR_FLEET_LABELS=wrong"));

    [Fact]
    public static void IsAllOfIt()
    {
        Assert.True(Read(
            "COSMOVISOR_FLEET=etcds://h/f COSMOVISOR_FLEET_LABELS=group=x COSMOVISOR_FLEET_ALLOW=h/* COSMOVISOR_FLEET_GATE=canary COSMOVISOR_SIGNER_GUARD=closed")
            .IsOk(out var settings, out _));
        Assert.Equal(
            ("f", "x", "canary", true), (settings!.Etcd.Address.Fleet, settings.Labels["group"], settings.Gate, settings.Guard.IsClosed));
        Assert.Null(settings.Allow.WhyNot("https://h/x"));
    }

    private static Parsed<FleetSettings?> Read(string environment)
    {
        var variables = environment.Split(' ').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new FleetSettingsReader(name => variables.GetValueOrDefault(name)).Read();
    }
}
