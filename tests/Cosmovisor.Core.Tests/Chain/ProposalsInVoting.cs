using Cosmovisor.Chain;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>What a chain's governance votes on, as far as it speaks of upgrades.</summary>
public static class ProposalsInVoting
{
    private static readonly byte[] Upgrade = Wire.SoftwareUpgrade("v2", 100);

    public static TheoryData<string> Wrapped => [.. Wrappers.Keys];

    private static Dictionary<string, byte[]> Wrappers { get; } = new()
    {
        ["plain"] = Upgrade,
        ["legacy content"] = Legacy("cosmos.gov.v1.MsgExecLegacyContent"),
        ["legacy content of a gov package of its own"] = Legacy("atomone.gov.v1.MsgExecLegacyContent"),
        ["authz"] = Wire.Any("cosmos.authz.v1beta1.MsgExec", Wire.Field(1, "cosmos1grantee"),
            Wire.Field(2, Wire.Any("cosmos.bank.v1beta1.MsgSend")), Wire.Field(2, Upgrade)),
        ["group"] = Wire.Any("cosmos.group.v1.MsgSubmitProposal", Wire.Field(1, "cosmos1policy"), Wire.Field(4, Upgrade)),
        ["group in authz"] = Wire.Any(
            "cosmos.authz.v1beta1.MsgExec", Wire.Field(2, Wire.Any("cosmos.group.v1.MsgSubmitProposal", Wire.Field(4, Upgrade)))),
    };

    [Theory]
    [MemberData(nameof(Wrapped))]
    public static void TellTheirPlanHoweverItIsWrapped(string how)
    {
        var proposal = One(Wire.Proposals(Wrappers[how]));

        Assert.Equal(7, proposal.Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), proposal.VotingEnds);
        Assert.Equal([new ProposedChange.Schedule(Plan("v2", 100))], proposal.Changes);
    }

    [Fact]
    public static void TellThePlanOfAnyOfTheirMessages() =>
        Assert.Equal(
            [new ProposedChange.Cancel(), new ProposedChange.Schedule(Plan("v2", 100))],
            One(Wire.Proposals(
                Wire.Any("cosmos.bank.v1beta1.MsgSend"), Wire.Any("cosmos.upgrade.v1beta1.MsgCancelUpgrade"), Upgrade)).Changes);

    [Fact]
    public static void OfOtherThingsChangeNothing() =>
        Assert.Empty(One(Wire.Proposals(
            Wire.Any("cosmos.bank.v1beta1.MsgSend"), Wire.Any("x.MsgSoftwareUpgrade", Wire.Field(2, Wire.Plan("v2", 100))))).Changes);

    [Theory]
    [InlineData("", 5, "the upgrade has no name")]
    [InlineData("..", 5, "outside upgrades/")]
    [InlineData("v2", -5, "has the height -5")]
    [InlineData("v2", 0, "names no height")]
    public static void WithAPlanThatIsNoneSayWhy(string name, long height, string why) =>
        Assert.Contains(
            why,
            Assert.IsType<ProposedChange.Unusable>(Assert.Single(One(Wire.Proposals(Wire.SoftwareUpgrade(name, height))).Changes)).Reason,
            StringComparison.Ordinal);

    [Fact]
    public static void WithoutAPlanSayThatItIsMissing() => Assert.Equal(
        [new ProposedChange.Unusable("it asks for an upgrade and has no plan")],
        One(Wire.Proposals(Wire.Any("cosmos.upgrade.v1beta1.MsgSoftwareUpgrade"))).Changes);

    [Fact]
    public static void MayCancelAPlanAsOldChainsDo() => Assert.Equal(
        [new ProposedChange.Cancel()],
        One(Wire.Proposals(Wire.Any(
            "cosmos.gov.v1.MsgExecLegacyContent",
            Wire.Field(1, Wire.Any("cosmos.upgrade.v1beta1.CancelSoftwareUpgradeProposal", Wire.Field(1, "title")))))).Changes);

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public static void MayBeWrappedEightTimes(int times, bool isRead)
    {
        var wrapped = Enumerable.Range(0, times).Aggregate(
            Upgrade, (inner, _) => Wire.Any("cosmos.authz.v1beta1.MsgExec", Wire.Field(2, inner)));

        Assert.Equal(isRead, Assert.Single(One(Wire.Proposals(wrapped)).Changes) is ProposedChange.Schedule);
    }

    [Fact]
    public static void WrappedWithoutEndAreCutOff()
    {
        var deep = Enumerable.Range(0, 50).Aggregate(Upgrade, (inner, _) => Wire.Any("cosmos.authz.v1beta1.MsgExec", Wire.Field(2, inner)));

        Assert.Contains("wrapped more than 8 times",
            Assert.IsType<ProposedChange.Unusable>(Assert.Single(One(Wire.Proposals(deep)).Changes)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreToldNewestFirstAndWithoutThoseThatAreOver()
    {
        byte[] list = [.. Proposal(id: 3, status: 2), .. Proposal(id: 9, status: 3), .. Proposal(id: 5, status: 2)];

        Assert.True(ProposalsMessage.Parse(list).IsOk(out var proposals, out _));
        Assert.Equal([5, 3], proposals.Select(proposal => proposal.Id));
    }

    [Theory]
    [InlineData(new byte[] { 0x0a })]
    [InlineData(new byte[] { 0x0a, 0x05, 0x01 })]
    [InlineData(new byte[] { 0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0x07 })]
    [InlineData(new byte[] { 0x0a, 0x02, 0x12, 0x09 })]
    public static void ThatAreNoListAreRefused(byte[] bytes) =>
        Assert.Contains("no", Assert.IsType<Parsed<IReadOnlyList<Proposal>>.Invalid>(ProposalsMessage.Parse(bytes)).Reason
            .Replace("not", "no", StringComparison.Ordinal), StringComparison.Ordinal);

    // Either a list, in order and of what is in voting alone, or a sentence.
    [Fact]
    public static void FromAnyBytesAreAListOrASentence() => Gen.OneOf(Gen.Byte.Array[0, 200], Damaged).Sample(bytes =>
    {
        if (ProposalsMessage.Parse(bytes).IsOk(out var proposals, out var reason))
        {
            Assert.All(proposals, proposal => Assert.True(proposal.IsInVoting));
            Assert.Equal(proposals.OrderByDescending(proposal => proposal.Id), proposals);
            Assert.All(proposals.SelectMany(proposal => proposal.Changes).OfType<ProposedChange.Schedule>(),
                change => Assert.True(change.Plan.Height > 0));
        }
        else
        {
            Assert.StartsWith("it is not a list of proposals: ", reason, StringComparison.Ordinal);
        }
    });

    private static Gen<byte[]> Damaged =>
        from which in Gen.Int[0, Wrappers.Count - 1]
        let whole = Wrappers.Values.ElementAt(which)
        from at in Gen.Int[0, whole.Length - 1]
        from value in Gen.Byte
        select (byte[])[.. Wire.Proposals([.. whole[..at], value, .. whole[(at + 1)..]])];

    private static byte[] Proposal(long id, long status) => Wire.Field(1, [.. Wire.Field(1, id), .. Wire.Field(3, status)]);

    private static byte[] Legacy(string type) => Wire.Any(
        type, Wire.Field(1, Wire.Any("cosmos.upgrade.v1beta1.SoftwareUpgradeProposal", Wire.Field(1, "title"),
            Wire.Field(2, "text"), Wire.Field(3, Wire.Plan("v2", 100)))));

    private static Proposal One(byte[] list)
    {
        Assert.True(ProposalsMessage.Parse(list).IsOk(out var proposals, out var reason), reason);
        return Assert.Single(proposals);
    }

    private static UpgradePlan Plan(string name, long height) =>
        UpgradePlan.Create(name, height, "").IsOk(out var plan, out var reason) ? plan : throw new ArgumentException(reason);
}
