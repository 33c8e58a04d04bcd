using System.Text.Json;
using Cosmovisor.Plans;

namespace Cosmovisor.Tests.Detection;

/// <summary>One case of tests/data/announcements.json: lines that real nodes wrote, and the plan they stand for.</summary>
internal sealed record RealAnnouncement(string Source, IReadOnlyList<string> Lines, UpgradePlan? Plan)
{
    public static IReadOnlyList<RealAnnouncement> All { get; } = Read();

    public byte[] Output => Watched.Output(Lines);

    private static RealAnnouncement[] Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.In("tests", "data", "announcements.json")));

        return
        [
            .. json.RootElement.EnumerateArray().Select(one => new RealAnnouncement(
                one.GetProperty("source").GetString()!,
                [.. one.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!)],
                one.GetProperty("plan") is { ValueKind: JsonValueKind.Object } plan
                    ? Watched.Plan(
                        plan.GetProperty("name").GetString()!, plan.GetProperty("height").GetInt64(), plan.GetProperty("info").GetString()!)
                    : null)),
        ];
    }
}
