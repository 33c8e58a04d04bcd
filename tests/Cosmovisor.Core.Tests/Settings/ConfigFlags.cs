using Cosmovisor.Settings;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary><c>--cosmovisor-config PATH</c>.</summary>
public static class ConfigFlags
{
    [Theory]
    [InlineData("run start", null, "run start")]
    [InlineData("run --cosmovisor-config X start", "X", "run start")]
    [InlineData("run -cosmovisor-config X start", "X", "run start")]
    [InlineData("run start --home H --cosmovisor-config X --log", "X", "run start --home H --log")]
    [InlineData("--cosmovisor-config X run start", "X", "run start")]
    [InlineData("run start --cosmovisor-config=X", "X", "run start")]
    [InlineData("run start --Cosmovisor-CONFIG X", "X", "run start")]
    [InlineData("run --cosmovisor-config X --cosmovisor-config Y", "X", "run --cosmovisor-config Y")]
    [InlineData("run --cosmovisor-config --home", "--home", "run")]
    [InlineData("run start -- --cosmovisor-config X", null, "run start -- --cosmovisor-config X")]
    [InlineData("run start -c X", null, "run start -c X")]
    [InlineData("run start --cosmovisor-configs X", null, "run start --cosmovisor-configs X")]
    [InlineData("run start x--cosmovisor-config", null, "run start x--cosmovisor-config")]
    public static void AreTakenOutOfTheDaemonsArguments(string arguments, string? path, string rest)
    {
        var words = arguments.Split(' ');

        var flag = Assert.IsType<Parsed<ConfigFlag>.Ok>(ConfigFlag.Find(words)).Value;

        Assert.Equal(path, flag.Path);
        Assert.Equal(rest.Split(' '), flag.TakenOutOf(words));
    }

    [Theory]
    [InlineData("run start --cosmovisor-config")]
    [InlineData("run --cosmovisor-config -- start")]
    [InlineData("run --cosmovisor-config= start")]
    public static void WithoutAPathAreRefused(string arguments) =>
        Assert.Equal(
            Parsed.Invalid<ConfigFlag>("--cosmovisor-config requires an argument: the path of a config.toml"),
            ConfigFlag.Find(arguments.Split(' ')));

    [Fact]
    public static void MayBeShortWithCommandsOfOurs() =>
        Assert.Equal(Parsed.Ok(new ConfigFlag("X", 1, 2)), ConfigFlag.Find(["config", "-c", "X", "--json"], isShortToo: true));

    [Fact]
    public static void LeaveEveryOtherArgumentWhereItIs() =>
        Gen.OneOf("--cosmovisor-config", "--cosmovisor-config=x", "run", "--", "a", "").Array[0, 6].Sample(words =>
            ConfigFlag.Find(words) is not Parsed<ConfigFlag>.Ok { Value: var flag }
            || words.Take(flag.At).Concat(words.Skip(flag.At + flag.Length)).SequenceEqual(flag.TakenOutOf(words)));
}
