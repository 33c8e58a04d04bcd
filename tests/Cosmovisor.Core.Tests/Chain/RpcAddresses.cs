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

    [Fact]
    public static void NoTextWhateverThrows() =>
        Gen.OneOf(Gen.String, Gen.OneOf("tcp://", "unix://", ":", "[", "]", "/", "@", "?", "1", "x").Array[0, 6].Select(parts => string.Concat(parts))).Sample(text => Answer.IsWhole(RpcAddress.Parse(text)));
}
