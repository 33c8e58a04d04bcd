using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>A node's RPC over TLS is believed where its certificate is trusted here, and what is not is told in a sentence.</summary>
[ManyStarts]
public static class LookingAheadOverTls
{
    [Fact]
    public static void RefusesACertificateThatSignsItself()
    {
        using var certificate = CertificateAuthority.SelfSigned("localhost");
        using var home = Home();
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, ""), Certificate = certificate };

        var end = home.Set("COSMOVISOR_NODE_RPC", node.SecureRpc).Ctl("look-ahead");

        Assert.Equal(1, end.Code);
        Assert.Contains($"{node.SecureRpc} is not trusted: ", end.Output, StringComparison.Ordinal);
        Assert.Contains(
            "For an authority of your own, name its certificate in SSL_CERT_FILE", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("v2", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void BelievesAnAuthorityThatTheOperatorNames(bool isNamed)
    {
        using var authority = new CertificateAuthority();
        using var certificate = authority.Issue("localhost");
        using var home = Home().Write("ca.pem", authority.Pem);
        using var node = new AnsweringNode(home, 77) { Plan = ("v2", 100, ""), Certificate = certificate };

        var end = home.Set("COSMOVISOR_NODE_RPC", node.SecureRpc).Set("SSL_CERT_FILE", isNamed ? home.In("ca.pem") : "/nowhere")
            .Ctl("look-ahead", "--json");

        var outlook = JsonDocument.Parse(end.Output).RootElement;
        Assert.Equal(isNamed, outlook.GetProperty("node").GetProperty("reachable").GetBoolean());
        Assert.Equal(isNamed, outlook.GetProperty("plans").GetArrayLength() == 1);
        Assert.Equal(!isNamed, end.Output.Contains("is not trusted: ", StringComparison.Ordinal));
    }

    private static NodeHome Home() => new NodeHome().Install("genesis", "true").Write("data/here", "");
}
