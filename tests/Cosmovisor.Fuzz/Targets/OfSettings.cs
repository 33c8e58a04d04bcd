using Cosmovisor.LookAhead;
using Cosmovisor.Settings;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>What an operator writes, and what systemd says of a unit.</summary>
internal static class OfSettings
{
    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("our-config", bytes => Must.Hold(
            Answer.IsWhole(SettingsToml.Parse("config.toml", Must.Text(bytes))), "a complaint that is none")),
        new("duration", bytes => Must.ComeBack(GoDuration.Parse(Must.Text(bytes)), GoDuration.Text, GoDuration.Parse)),
        new("unit", bytes => Must.Hold(
            UnitSettings.Parse("a.service", Must.Text(bytes)).StopTimeout is not { Ticks: < 0 }, "a time below 0")),
    ];
}
