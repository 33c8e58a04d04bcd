using System.Text;
using Cosmovisor.Events;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Events;

/// <summary>What holds of every case.</summary>
public static class Happenings
{
    public static TheoryData<string> All => [.. AllHappenings.Cases.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public static void AreALineOfEventsThatTheSchemaKnows(string name)
    {
        if (Line(name) is { } line)
        {
            Assert.EndsWith("}\n", line, StringComparison.Ordinal);
            Assert.Single(line, c => c == '\n');
            Assert.Empty(JsonSchema.Faults("events.schema.json", line));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public static void TellNoSecretOfALink(string name) => Assert.DoesNotContain("secret", Line(name) ?? "", StringComparison.Ordinal);

    [Fact]
    public static void AreEachOfAKindOfTheirOwn() =>
        Assert.All(AllHappenings.Cases, type => Assert.Same(AllHappenings.KindOf(type), AllHappenings.Sample(type).Kind));

    [Fact]
    public static void AreWrittenWithDurationsInSecondsAndNoNulls()
    {
        var line = Encoding.UTF8.GetString(
            EventLine.Of(new Happening.DaemonStarted("upgrades/v2", 7, TimeSpan.FromMilliseconds(1250)), AllHappenings.Noon)!);
        var first = Encoding.UTF8.GetString(EventLine.Of(new Happening.DaemonStarted("genesis", 7, null), AllHappenings.Noon)!);

        Assert.Equal(
            """{"version":1,"at":"2026-11-28T12:00:00.000Z","event":"daemon-started","level":"info","says":"daemon started","current":"upgrades/v2","pid":7,"downtime":1.25}"""
                + "\n", line);
        Assert.EndsWith("\"pid\":7}\n", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("readiness-changed", true)]
    [InlineData("upgrade-done", false)]
    [InlineData("made-up", false)]
    [InlineData(null, false)]
    public static void OfAChildAreEventsOfItsOwnWorkAlone(string? name, bool isEvent)
    {
        var said = new Happening.ChildSaid(LogLevel.Warning, "not ready", [("plan", "v2"), ("height", "49"), ("blocks", "x")])
        {
            OfEvent = name
        };

        Assert.Equal(isEvent, EventLine.Of(said, AllHappenings.Noon) is { } line
            && Encoding.UTF8.GetString(line).EndsWith("\"plan\":\"v2\",\"height\":49}\n", StringComparison.Ordinal));
    }

    private static string? Line(string name) =>
        EventLine.Of(AllHappenings.Sample(AllHappenings.Cases.Single(type => type.Name == name)), AllHappenings.Noon) is { } line
            ? Encoding.UTF8.GetString(line) : null;
}
