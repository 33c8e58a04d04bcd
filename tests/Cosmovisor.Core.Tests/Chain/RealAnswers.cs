using Cosmovisor.Chain;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>tests/data/rpc: what nodes of SDK 0.42 to 0.55 answered, and the plan files they wrote.</summary>
public static class RealAnswers
{
    public static TheoryData<string> Statuses => Files("status*.json");

    public static TheoryData<string> Plans => Files("currentplan*.json");

    public static TheoryData<string> PlanFiles => Files("upgrade-info.json");

    [Theory]
    [MemberData(nameof(Statuses))]
    public static void OfAStatusTellWhoAndHowHigh(string file)
    {
        Assert.True(RpcAnswer.Status(Bytes(file)).IsOk(out var status, out var reason), reason);
        Assert.Matches("^[0-9a-f]{40}$", status.Id);
        Assert.True(status.Height > 0);
    }

    // An empty value, and one that is absent, are both a chain without a plan. The name of the file says when it was asked.
    [Theory]
    [MemberData(nameof(Plans))]
    public static void OfAPlanTellItOrThatThereIsNone(string file)
    {
        Assert.True(RpcAnswer.CurrentPlan(Bytes(file)).IsOk(out var plan, out var reason), reason);

        if (file.EndsWith("_none.json", StringComparison.Ordinal))
        {
            Assert.Null(plan);
        }
        else if (file.EndsWith("currentplan_set.json", StringComparison.Ordinal))
        {
            Assert.Equal("test1", plan!.Name);
            Assert.Contains("\"binaries\"", plan.Info, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public static void AreTheSameWithoutTheEnvelope(string file)
    {
        var whole = Bytes(file);
        using var json = System.Text.Json.JsonDocument.Parse(whole);
        var bare = System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("result").GetRawText());

        Assert.Equal(RpcAnswer.CurrentPlan(whole), RpcAnswer.CurrentPlan(bare));
    }

    [Theory]
    [MemberData(nameof(PlanFiles))]
    public static void OfAHaltAreItsPlan(string file)
    {
        Assert.True(PlanFile.Parse(Bytes(file)).IsOk(out var plan, out var reason), reason);
        Assert.Equal("test1", plan.Name);
        Assert.True(plan.Height > 0);
    }

    [Fact]
    public static void AreOfSevenVersions() => Assert.Equal(7, PlanFiles.Count);

    private static byte[] Bytes(string file) => File.ReadAllBytes(Repository.In(["tests", "data", "rpc", .. file.Split('/')]));

    private static TheoryData<string> Files(string pattern)
    {
        var root = Repository.In("tests", "data", "rpc");
        return [.. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal)];
    }
}
