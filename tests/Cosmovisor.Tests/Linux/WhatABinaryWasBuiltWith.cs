using System.Text;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Linux;

public static class WhatABinaryWasBuiltWith
{
    [Theory]
    [InlineData(0)]
    [InlineData((1 << 20) - 20)] // across two parts
    [InlineData(3_000_000)]
    public static void IsFoundWhereverItStands(int at)
    {
        using var folder = new TemporaryFolder("built");
        var file = folder.In("gaiad");
        File.WriteAllBytes(
            file,
            [.. new byte[at], .. Encoding.ASCII.GetBytes("dep\tgithub.com/cosmos/cosmos-sdk\tv0.53.4\th1:x\n"), .. new byte[200_000]]);

        Assert.Equal(53, BuiltWith.SdkMinor(file));
    }

    [Fact]
    public static void IsUnknownOfAScriptAndOfWhatIsNotThere()
    {
        Assert.Null(BuiltWith.SdkMinor("/bin/sh"));
        Assert.Null(BuiltWith.SdkMinor("/nowhere/gaiad"));
        Assert.Null(BuiltWith.SdkMinor("/tmp"));
    }
}
