using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>Whether what lies ready is what the plan names.</summary>
public static class TheBinaryOfAPlan
{
    private static readonly string Sum = new('a', 64);
    private static readonly Platform Machine = Platform.Linux(System.Runtime.InteropServices.Architecture.X64);

    [Theory]
    [InlineData("https://x.org/noded?checksum=sha256:SUM", true)]
    [InlineData("https://x.org/noded.tar.gz?checksum=sha256:SUM", false)]
    [InlineData("https://x.org/noded?archive=zip&checksum=sha256:SUM", false)]
    [InlineData("https://x.org/noded?checksum=file:https://x.org/sums", false)]
    [InlineData("https://x.org/noded", false)]
    public static void HasASumWhereItsLinkLeadsToItself(string link, bool has) =>
        Assert.Equal(has ? Sum : null, PlannedBinary.ExpectedSha256(Plan(link.Replace("SUM", Sum, StringComparison.Ordinal)), Machine));

    [Theory]
    [InlineData("a", "a", "Ok")]
    [InlineData("a", "b", "Warning")]
    [InlineData(null, null, "Ok")]
    public static void PlacedByHandIsCompared(string? expected, string? actual, string result) =>
        Assert.Equal(result, PlannedBinary.Check(Plan("https://x.org/noded"), null, expected, actual, Machine).Result.ToString());

    [Theory]
    [InlineData("a", "a", "the binary has the checksum of the plan's link", null)]
    [InlineData(
        "a", "b", "the binary that was placed is not the one of the plan's link: expected sha256:a, got sha256:b",
        "Check whether it is the right one; it is used as it is")]
    [InlineData("a", null, "the binary was placed by hand, and the plan has nothing to compare it with", null)]
    [InlineData(null, "b", "the binary was placed by hand, and the plan has nothing to compare it with", null)]
    public static void PlacedByHandIsToldInTheseWords(string? expected, string? actual, string says, string? todo)
    {
        var check = PlannedBinary.Check(Plan("https://x.org/noded"), null, expected, actual, Machine);

        Assert.Equal(("checksum", says, todo), (check.Check, check.Says, check.Todo));
    }

    [Theory]
    [InlineData("https://x.org/one", "the binary is what the plan's link leads to", null)]
    [InlineData(
        "https://x.org/two", "the binary was fetched for an earlier info of the plan, which names another one now",
        "rm -r the folder of that upgrade, and: cosmovisorctl prepare v2 --link URL")]
    public static void FetchedByThePlanIsToldInTheseWords(string link, string says, string? todo)
    {
        var record = new StagedRecord("v2", Seen.Noon, Plan("https://x.org/one").Info, "https://x.org/one", new StagedBinary(1, 2, 3), []);
        var check = PlannedBinary.Check(Plan(link), record, null, null, Machine);

        Assert.Equal(("checksum", says, todo), (check.Check, check.Says, check.Todo));
    }

    [Fact]
    public static void FetchedForAnotherInfoIsTold()
    {
        var record = new StagedRecord("v2", Seen.Noon, Plan("https://x.org/one").Info, "https://x.org/one", new StagedBinary(1, 2, 3), []);

        Assert.Equal(CheckResult.Ok, PlannedBinary.Check(Plan("https://x.org/one"), record, null, null, Machine).Result);
        Assert.Equal(CheckResult.Warning, PlannedBinary.Check(Plan("https://x.org/two"), record, null, null, Machine).Result);
    }

    private static UpgradePlan Plan(string link) => Seen.Plan("v2", 700, $$"""{"binaries":{"linux/amd64":"{{link}}"} }""");
}
