using System.Text;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>The module list of a Go executable says which SDK it was built with.</summary>
public static class SdkVersions
{
    [Theory]
    [InlineData("mod\tgithub.com/osmosis-labs/osmosis\tv20\ndep\tgithub.com/cosmos/cosmos-sdk\tv0.47.9\th1:x\n", 47)]
    [InlineData("\0\xff\ndep\tgithub.com/cosmos/cosmos-sdk\tv0.50.11-rc1\n=>\tgithub.com/fork/cosmos-sdk\tv0.50.11-f\n", 50)]
    [InlineData("dep\tgithub.com/cosmos/cosmos-sdk\tv0.5", null)] // cut by the end of a part
    [InlineData("dep\tgithub.com/cosmos/cosmos-sdk/x/upgrade\tv0.1.4\n", null)]
    [InlineData("github.com/cosmos/cosmos-sdk\tv0.47.9", null)]
    [InlineData("", null)]
    public static void AreReadFromIt(string part, int? minor) => Assert.Equal(minor, SdkVersion.MinorIn(Encoding.Latin1.GetBytes(part)));
}
