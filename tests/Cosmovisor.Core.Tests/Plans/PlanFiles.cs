using System.Text;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Plans;

/// <summary>The chain's own upgrade-info.json; cases of sdk-conformance 11.7 among them.</summary>
public static class PlanFiles
{
    [Theory]
    [InlineData("""{"name":"upgrade1","info":"some info","height":123}""", "upgrade1", 123, "some info")]
    [InlineData("""{"name":"v2","time":"0001-01-01T00:00:00Z","height":100}""", "v2", 100, "")]
    [InlineData("""{"name":"v2","height":"99"}""", "v2", 99, "")] // as protobuf's JSON writes an int64
    [InlineData("""{"Name":"v2","Height":7,"Info":"x","upgraded_client_state":null}""", "v2", 7, "x")]
    [InlineData("""{"name":"v2","height":7,"info":"{\"binaries\":{\"linux/amd64\":\"https://x/y\"}}"}""", "v2", 7,
        """{"binaries":{"linux/amd64":"https://x/y"}}""")]
    public static void AreReadHoweverTheyAreWritten(string json, string name, long height, string info)
    {
        Assert.True(Parse(json).IsOk(out var plan, out var reason), reason);
        Assert.Equal((name, height, info), (plan.Name, plan.Height, plan.Info));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"name":"v2","hei""")]
    [InlineData("""{"name":"v2","height":1} trailing""")]
    [InlineData("""{"name":"upgrade1","info":123,"heigh":123}""")]
    [InlineData("""{"name":5,"height":100}""")]
    [InlineData("""{"height":100}""")]
    [InlineData("""{"name":"","height":100}""")]
    [InlineData("""{"name":"..","height":100}""")]
    [InlineData("""{"name":"v2"}""")]
    [InlineData("""{"name":"v2","height":0}""")]
    [InlineData("""{"name":"v2","height":-1}""")]
    [InlineData("""{"name":"v2","height":1.5}""")]
    [InlineData("""{"name":"v2","height":99999999999999999999}""")]
    [InlineData("""{"name":"\ud800","height":1}""")]
    public static void AreRefusedWithASentenceNotThrown(string json)
    {
        Assert.False(Parse(json).IsOk(out _, out var reason));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public static void OfAnyBytesAreReadOrRefused() =>
        Gen.Byte.Array[0, 200].Sample(bytes => PlanFile.Parse(bytes) is not null);

    [Fact]
    public static void CutAnywhereAreNotWhole()
    {
        const string Whole = """{"name":"v2","time":"0001-01-01T00:00:00Z","height":100,"info":"x"}""";

        for (var cut = 0; cut < Whole.Length; cut++)
        {
            Assert.False(Parse(Whole[..cut]).IsOk(out _, out _), Whole[..cut]);
        }
    }

    private static Parsed<UpgradePlan> Parse(string json) => PlanFile.Parse(Encoding.UTF8.GetBytes(json));
}
