using Cosmovisor.Chain;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Chain;

public static class RpcAddresses
{
    [Theory]
    [InlineData("tcp://127.0.0.1:26657", "http://127.0.0.1:26657")]
    [InlineData("tcp://0.0.0.0:36657", "http://127.0.0.1:36657")]
    [InlineData("tcp://:26657", "http://127.0.0.1:26657")]
    [InlineData(":26657", "http://127.0.0.1:26657")]
    [InlineData("127.0.0.1:1", "http://127.0.0.1:1")]
    [InlineData("http://10.1.2.3:26657/", "http://10.1.2.3:26657")]
    [InlineData("tcp://[::]:26657", "http://[::1]:26657")]
    [InlineData("tcp://[::1]:26657", "http://[::1]:26657")]
    [InlineData("tcp://localhost:26657", "http://localhost:26657")]
    [InlineData("unix:///run/node/rpc.sock", "/run/node/rpc.sock")]
    public static void AreReadAsANodeWritesThem(string listens, string shown)
    {
        Assert.True(RpcAddress.Parse(listens).IsOk(out var address, out var reason), reason);
        Assert.Equal(shown, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("tcp://")]
    [InlineData("26657")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://127.0.0.1:x")]
    [InlineData("tcp://127.0.0.1:26657/path")]
    [InlineData("udp://127.0.0.1:26657")]
    [InlineData("unix://relative")]
    public static void ThatAreNoneAreToldByName(string listens)
    {
        Assert.False(RpcAddress.Parse(listens).IsOk(out _, out var reason));
        Assert.StartsWith("rpc.laddr is ", reason, StringComparison.Ordinal);
        Assert.Contains(listens, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:26657", "http://127.0.0.1:26657")]
    [InlineData("unix:///run/node/rpc.sock", "unix:///run/node/rpc.sock")]
    [InlineData("tcp://127.0.0.1:26657", "http://127.0.0.1:26657")]
    [InlineData("https://rpc.example.org/t0ken", "https://rpc.example.org/***")]
    [InlineData("https://me:t0ken@rpc.example.org:8443", "https://rpc.example.org:8443/***")]
    [InlineData("https://rpc.example.org/?key=t0ken,https://b.example.org", "https://rpc.example.org/***,https://b.example.org")]
    [InlineData("t0ken", "***")]
    public static void AreShownWithoutWhatIsBehindTheHost(string written, string shown) => Assert.Equal(shown, RpcAddress.Shown(written));

    [Theory]
    [InlineData("https://rpc.example.org/t0ken", "/status", "https://rpc.example.org/t0ken/status")]
    [InlineData("https://rpc.example.org/a/?key=t0ken", "/abci_query?path=1", "https://rpc.example.org/a/abci_query?path=1&key=t0ken")]
    public static void OfThisNodeMayHaveAPathAndAToken(string named, string path, string question)
    {
        Assert.True(RpcAddress.ParseOwn(named).IsOk(out var address, out var reason), reason);
        Assert.Equal(question, address.Question(path).ToString());
    }

    [Fact]
    public static void ThatAreWrongAreNotRepeated()
    {
        Assert.False(RpcAddress.ParseOwn("rpc.example.org/t0ken").IsOk(out _, out var reason));
        Assert.DoesNotContain("t0ken", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://me:t0ken@x.org:21/t0ken", "\"ftp://x.org/***\" is not the address of an RPC")]
    [InlineData("https://x.org/#t0ken", "\"https://x.org/***\" is not the address of an RPC")]
    [InlineData("tcp://x.org:26657", "\"tcp://x.org:26657\" is not the address of an RPC")]
    [InlineData("me:t0ken@x.org", "it (not repeated, for it may hold a secret) is not the address of an RPC")]
    [InlineData("x.org/t0ken", "it (not repeated, for it may hold a secret) is not the address of an RPC")]
    [InlineData("t0ken://x.org", "it (not repeated, for it may hold a secret) is not the address of an RPC")]
    public static void OfOtherNodesThatAreWrongAreNamedByTheirHostAlone(string url, string says)
    {
        Assert.False(RpcAddress.ParseUrl(url).IsOk(out _, out var reason));
        Assert.StartsWith(says, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void NoTextWhateverThrows() =>
        Gen.OneOf(Gen.String, Gen.OneOf("tcp://", "unix://", ":", "[", "]", "/", "@", "?", "1", "x").Array[0, 6]
            .Select(parts => string.Concat(parts))).Sample(text => Answer.IsWhole(RpcAddress.Parse(text)));
}
