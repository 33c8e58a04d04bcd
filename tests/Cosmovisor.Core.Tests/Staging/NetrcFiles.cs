using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class NetrcFiles
{
    [Theory]
    [InlineData("machine x login me password secret", "me", "secret")]
    [InlineData("machine y login no password no\nmachine x\n\tlogin me\n\tpassword secret\n", "me", "secret")]
    [InlineData("machine y login no password no\ndefault login me password secret", "me", "secret")]
    [InlineData("# machine x login no password no\nmachine X password \"secret\" account a login me", "me", "secret")]
    [InlineData("macdef init\nmachine x login no password no\n\nmachine x login me password secret", "me", "secret")]
    public static void GiveTheLoginOfAHost(string netrc, string name, string password) =>
        Assert.Equal(new Netrc.Login(name, password), Netrc.Find(netrc, "x"));

    [Theory]
    [InlineData("")]
    [InlineData("machine")]
    [InlineData("machine x")]
    [InlineData("machine x login me")]
    [InlineData("machine y login me password secret")]
    [InlineData("machine x login me machine y password secret")]
    [InlineData("machine x login me default password secret")]
    [InlineData("machine x login me macdef init password secret")]
    public static void WithoutTheHostGiveNothing(string netrc) => Assert.Null(Netrc.Find(netrc, "x"));

    [Fact]
    public static void NeverThrowWhateverIsInThem() =>
        Gen.OneOf<string>(Gen.String, Gen.OneOf("machine ", "x ", "default ", "login ", "password ", "macdef ", "\n")).Array[0, 12]
            .Sample(parts => Netrc.Find(string.Concat(parts), "x") is not { Name: "" });
}
