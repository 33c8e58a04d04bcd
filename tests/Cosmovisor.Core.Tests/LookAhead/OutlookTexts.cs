using System.Text;
using Cosmovisor.Chain;
using Cosmovisor.LookAhead;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>outlook.json: what others read.</summary>
public static class OutlookTexts
{
    private static Outlook Whole => Seen.Outlook(Seen.Facts(
        Seen.Chain(Seen.Plan("v2", 700, "info"), Seen.Vote(5, Seen.Asks("v3", 900)), Seen.Vote(6, new ProposedChange.Cancel())))) with
    { NextLook = Seen.Noon.AddMinutes(6), Trouble = "the proposals: \"x\"" };

    [Fact]
    public static void HaveTheDocumentedForm()
    {
        var outlook = Whole;
        var text = Encoding.UTF8.GetString(OutlookText.Write(outlook with
        {
            Plans = [
                outlook.Plans[0] with { Checks = [new ReadinessCheck("binary", CheckResult.Problem, "there is none", "put it there")] },
                .. outlook.Plans.Skip(1)
            ],
        }));

        Assert.Equal(
            """
            {
              "at": "2026-11-28T12:00:00.000Z",
              "node": {
                "rpc": "http://127.0.0.1:26657",
                "reachable": true,
                "foreign": false,
                "chainId": "chain-1",
                "height": 100,
                "appHeight": 100,
                "catchingUp": false,
                "lastBlockTime": "2026-11-28T12:00:00.000Z",
                "secondsPerBlock": 6,
                "spread": 0
              },
              "plans": [
                {
                  "name": "v2",
                  "height": 700,
                  "source": "chain",
                  "status": "decided",
                  "info": "info",
                  "cancelProposal": 6,
                  "cancelVotingEnds": "2026-11-28T13:00:00.000Z",
                  "blocksLeft": 600,
                  "eta": "2026-11-28T13:00:00.000Z",
                  "etaSpread": 0,
                  "ready": "no",
                  "checks": [
                    {
                      "check": "binary",
                      "result": "problem",
                      "says": "there is none",
                      "todo": "put it there"
                    }
                  ],
                  "since": "2026-11-28T12:00:00.000Z"
                },
                {
                  "name": "v3",
                  "height": 900,
                  "source": "proposal",
                  "status": "voting",
                  "info": "",
                  "proposal": 5,
                  "votingEnds": "2026-11-28T13:00:00.000Z",
                  "blocksLeft": 800,
                  "eta": "2026-11-28T13:20:00.000Z",
                  "etaSpread": 0,
                  "ready": "unknown",
                  "checks": [],
                  "since": "2026-11-28T12:00:00.000Z"
                }
              ],
              "version": 1,
              "nextLook": "2026-11-28T12:06:00.000Z",
              "trouble": "the proposals: \"x\""
            }
            """,
            text);
    }

    [Fact]
    public static void ComeBackAsTheyWere()
    {
        Assert.True(OutlookText.Read(OutlookText.Write(Whole)).IsOk(out var read, out var reason), reason);

        Assert.Equal(OutlookText.Write(Whole), OutlookText.Write(read));
    }

    [Fact]
    public static void TakeAHeightThatWasHeardMeanwhile()
    {
        Assert.True(OutlookText.Read(OutlookText.WithHeight(OutlookText.Write(Whole), 123)!).IsOk(out var read, out _));

        Assert.Equal(123, read.Node.Height);
        Assert.Equal(2, read.Plans.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":1,"at":"2026-11-28T12:00:00Z","node":{"height":5}}""")]
    [InlineData("""{"version":1,"at":"yesterday","node":{},"plans":[]}""")]
    [InlineData("""{"version":1,"at":"2026-11-28T12:00:00Z","node":null,"plans":[]}""")]
    [InlineData("""{"version":1,"at":"2026-11-28T12:00:00Z","node":{},"plans":null}""")]
    [InlineData("""{"version":1,"at":"2026-11-28T12:00:00Z","node":{},"plans":[{"name":"a"}]}""")]
    [InlineData(
        """{"version":1,"at":"2026-11-28T12:00:00Z","node":{},"plans":[{"name":"a","height":1,"source":"moon","status":"voting"}]}""")]
    [InlineData("""{"version":2,"at":"2026-11-28T12:00:00Z","node":{},"plans":[]}""")]
    [InlineData("""{"version":1,"at":"2026-11-28T12:00:00Z","node":{"rpc":"\ud800"},"plans":[]}""")]
    public static void ThatAreNoneAreRefused(string text) =>
        Assert.NotEmpty(Assert.IsType<Parsed<Outlook>.Invalid>(OutlookText.Read(Encoding.UTF8.GetBytes(text))).Reason);

    [Theory]
    [InlineData("""{"version":1,"at":"2026-11-28T12:00:00Z","node":{},"plans":[null],"later":{}}""", 0)]
    [InlineData(
        """{"version":1,"at":"2026-11-28T12:00:00Z","node":{},"plans":[{"name":"a","height":1,"source":"chain","status":"voting"}]}""", 1)]
    public static void OfALaterVersionOrAnEditorAreReadAsFarAsTheyAreKnown(string text, int plans)
    {
        Assert.True(OutlookText.Read(Encoding.UTF8.GetBytes(text)).IsOk(out var read, out var reason), reason);
        Assert.Equal(plans, read.Plans.Count);
        Assert.NotEmpty(OutlookText.Write(read));
    }

    // One byte of a good one is another: either it is refused with a sentence, or it is an outlook that can be written again.
    [Fact]
    public static void WithAWrongByteAreRefusedOrReadWhole() => Gen.Select(
        Gen.Int[0, OutlookText.Write(Whole).Length - 1], Gen.Byte).Sample((at, value) =>
    {
        var bytes = OutlookText.Write(Whole);
        bytes[at] = value;

        Assert.NotEmpty(
            OutlookText.Read(bytes).IsOk(out var read, out var reason) ? OutlookText.Write(read) : Encoding.UTF8.GetBytes(reason));
    });
}
