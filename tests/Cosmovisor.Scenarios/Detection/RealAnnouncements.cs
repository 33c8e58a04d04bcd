using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>Lines that real nodes wrote, through the whole program.</summary>
public static class RealAnnouncements
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.GetArrayLength())];

    private static JsonElement All { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Path.Join(AppContext.BaseDirectory, "data", "announcements.json"))).RootElement;

    [Theory]
    [MemberData(nameof(Cases))]
    public static void BecomeTheUpgradeTheyAskForOrNone(int number)
    {
        var lines = All[number].GetProperty("lines").EnumerateArray().Select(line => line.GetString()!).ToArray();
        using var home = new NodeHome();

        if (All[number].GetProperty("plan") is { ValueKind: JsonValueKind.Object } plan)
        {
            var name = plan.GetProperty("name").GetString()!;
            var folder = $"upgrades/{name.Replace("/", "%2F", StringComparison.Ordinal)}";
            _ = home.Install("genesis", $"{Scripts.Print(lines)}\n{Scripts.StayAlive}").Install(folder, "echo new");

            var end = home.Run("start");

            Assert.Equal((0, string.Concat(lines.Select(line => line + '\n')), ""), (end.Code, end.Output, end.Error));
            Assert.Equal(folder, home.Current);
            Assert.Contains($" height={plan.GetProperty("height").GetInt64()} from=genesis", home.Log, StringComparison.Ordinal);
        }
        else
        {
            _ = home.Install("genesis", $"{Scripts.Print(lines)}\nexit 2");

            Assert.Equal(2, home.Run("start").Code);
            Assert.Equal("genesis", home.Current);
        }
    }
}
