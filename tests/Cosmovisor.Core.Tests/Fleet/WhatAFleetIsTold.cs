using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Tests.Fleet;

public static class WhatAFleetIsTold
{
    [Theory]
    [InlineData("etcd://h1:2379,h2:2380/osmosis", "http://h1:2379/ http://h2:2380/", "osmosis")]
    [InlineData("etcd://h1/f", "http://h1:2379/", "f")]
    [InlineData("etcds://[::1]:1234,[::1]/a-b.c_d", "https://[::1]:1234/ https://[::1]:2379/", "a-b.c_d")]
    public static void IsAnAddress(string text, string endpoints, string fleet)
    {
        Assert.True(FleetAddress.Parse(text).IsOk(out var address, out _));
        Assert.Equal((endpoints, fleet), (string.Join(' ', address.Endpoints), address.Fleet));
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://h:1/f")]
    [InlineData("etcd://h:1")]
    [InlineData("etcd://h:1/")]
    [InlineData("etcd:///f")]
    [InlineData("etcd://h:1/a/b")]
    [InlineData("etcd://h:1,,/f")]
    [InlineData("etcd://h:99999/f")]
    [InlineData("etcd://u:p@h:1/f")]
    [InlineData("etcd://h:1?x/f")]
    [InlineData("etcd://h:1#x/f")]
    public static void IsRefusedAsAnAddress(string text) => Assert.False(FleetAddress.Parse(text).IsOk(out _, out _));

    [Theory]
    [InlineData("http://h:1/f", "must be etcd://HOST:2379,HOST:2379/NAME (with TLS etcds://), not \"http://h:1/f\"")]
    [InlineData(
        "etcd://u:p@h:1/f",
        "holds a user's name; put it into COSMOVISOR_FLEET_USER, and the password into the file COSMOVISOR_FLEET_PASSWORD_FILE")]
    public static void SaysHowAnAddressIsWritten(string text, string why)
    {
        Assert.False(FleetAddress.Parse(text).IsOk(out _, out var reason));
        Assert.Equal(why, reason);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a.b_c-d/e=f.g_h-i/j", "a.b_c-d/e=f.g_h-i/j")]
    [InlineData("zone=a, group=sentry", "group=sentry,zone=a")]
    public static void IsLabels(string text, string read)
    {
        Assert.True(MemberLabels.Parse(text).IsOk(out var labels, out _));
        Assert.Equal(read, MemberLabels.Text(labels));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("=a")]
    [InlineData("a=b=c")]
    [InlineData("a=b,a=c")]
    [InlineData("a=b c")]
    [InlineData("a b=c")]
    public static void IsRefusedAsLabels(string text) => Assert.False(MemberLabels.Parse(text).IsOk(out _, out _));

    [Theory]
    [InlineData(
        "zone", "must be a list such as group=sentry,zone=a: \"zone\" is not NAME=VALUE of letters, digits, '.', '_', '-' and '/'")]
    [InlineData("a=b,a=c", "must be a list such as group=sentry,zone=a: the label a is there twice")]
    public static void SaysHowLabelsAreWritten(string text, string why)
    {
        Assert.False(MemberLabels.Parse(text).IsOk(out _, out var reason));
        Assert.Equal(why, reason);
    }

    [Fact]
    public static void IsAMemberOfNoGroup() => Assert.Equal("", MemberLabels.GroupOf(new Dictionary<string, string> { ["zone"] = "a" }));

    [Theory]
    [InlineData("github.com/osmosis-labs/*", "https://github.com/osmosis-labs/osmosis/releases/v1?checksum=sha256:00", true)]
    [InlineData("github.com/osmosis-labs/*", "https://GitHub.com/osmosis-labs/x", true)]
    [InlineData("github.com/osmosis-labs/*", "https://github.com/osmosis-labs-evil/x", false)]
    [InlineData("github.com/osmosis-labs/*", "https://github.com/osmosis-labs/../evil/x", false)]
    [InlineData("github.com/osmosis-labs/*", "https://github.com/osmosis-labs/%2e%2e/evil/x", false)]
    [InlineData("github.com/osmosis-labs/*", "https://github.com/osmosis-labs/..%2fevil/x", false)]
    [InlineData("github.com/osmosis-labs/*", "https://github.com:444/osmosis-labs/x", false)]
    [InlineData("github.com/osmosis-labs/*", "https://evil.com/github.com/osmosis-labs/x", false)]
    [InlineData("github.com/osmosis-labs/*", "https://github.com@evil.com/osmosis-labs/x", false)]
    [InlineData("github.com/osmosis-labs/*", "https://github.com/Osmosis-Labs/x", false)]
    [InlineData("a/*,127.0.0.1:*", "http://127.0.0.1:8080/x", true)]
    [InlineData("*", "file:///etc/passwd", false)]
    [InlineData("*", "/etc/passwd", false)]
    [InlineData("*", "ftp://h/x", false)]
    [InlineData("*/v*/linux", "https://h/v1/linux", true)]
    [InlineData("*/v*/linux", "https://h/v1/linux2", false)]
    [InlineData("", "https://h/x", false)]
    [InlineData("a/*, h/*", "https://h/x", true)]
    [InlineData("h/*", "https://h/a%20b", true)]
    [InlineData("h/*", "https://h/a..b", true)]
    public static void TakesLinksByItsOwnList(string allow, string link, bool taken) =>
        Assert.Equal(taken, LinkAllowance.Of(allow, signed: false).WhyNot(link) is null);

    [Theory]
    [InlineData("*", "ftp://h/x", "\"ftp://h/x\" is not an http or https link")]
    [InlineData(
        "", "https://h/x",
        "this member takes no links from its fleet: neither COSMOVISOR_FLEET_ALLOW nor COSMOVISOR_TRUSTED_KEYS is set here")]
    [InlineData("*", "https://h/..%2Fx", "\"h/..%2Fx\" hides a path behind escapes")]
    [InlineData("a/*", "https://h/x", "\"h/x\" matches nothing in COSMOVISOR_FLEET_ALLOW of this member")]
    public static void SaysWhyALinkIsNotTaken(string allow, string link, string why) =>
        Assert.Equal(why, LinkAllowance.Of(allow, signed: false).WhyNot(link));

    [Fact]
    public static void TakesAnyLinkWhereSignaturesAreNeeded()
    {
        Assert.Null(LinkAllowance.Of("", signed: true).WhyNot("https://h/x"));
        Assert.NotNull(LinkAllowance.Of("", signed: true).WhyNot("file:///x"));
    }

    [Fact]
    public static void IsWrittenAFewTimesAtOnceAndOnceIn15SecondsOnTheWhole()
    {
        var (budget, written) = (PutBudget.Full(TimeSpan.Zero), 0);

        for (var second = 0; second < 600; second++)
        {
            (budget, var may) = budget.Ask(TimeSpan.FromSeconds(second), urgent: true);
            written += may ? 1 : 0;
        }

        Assert.InRange(written, 40, 40 + PutBudget.Most);
    }

    [Fact]
    public static void IsWrittenOnceIn15SecondsForAHeightAlone()
    {
        var (budget, written) = (PutBudget.Full(TimeSpan.Zero), 0);

        for (var second = 0; second < 600; second++)
        {
            (budget, var may) = budget.Ask(TimeSpan.FromSeconds(second), urgent: false);
            written += may ? 1 : 0;
        }

        Assert.InRange(written, 35, 40);
    }
}
