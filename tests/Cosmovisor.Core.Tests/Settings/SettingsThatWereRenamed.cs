using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>A setting's old name holds on, and the operator is told the new one.</summary>
public static class SettingsThatWereRenamed
{
    private const string Old = "COSMOVISOR_CONFIRM_WITHIN";
    private const string New = "COSMOVISOR_TAKE_BACK_WITHIN";

    [Fact]
    public static void HoldUnderTheirOldVariableWithOneWarning()
    {
        var (settings, complaints) = Read("", (Old, "30s"));

        Assert.Empty(complaints);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Value(SettingTable.TakeBackWithin));
        Assert.Equal([$"{Old} is called {New} now; the old name still works, use the new one"], settings.Warnings);
        Assert.Empty(UnknownVariables.Warnings([Old]));
    }

    [Fact]
    public static void HoldUnderTheirOldKeyWithItsLine()
    {
        var (settings, complaints) = Read("\ncosmovisor_confirm_within = \"30s\"\n");

        Assert.Empty(complaints);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Value(SettingTable.TakeBackWithin));
        Assert.Equal(
            ["/c.toml line 2: cosmovisor_confirm_within is called cosmovisor_take_back_within now; the old name still works, use the new one"],
            settings.Warnings);
    }

    [Fact]
    public static void GoByTheNewNameWhereBothAreSet()
    {
        var (settings, _) = Read("", (Old, "30s"), (New, "40s"));

        Assert.Equal(TimeSpan.FromSeconds(40), settings.Value(SettingTable.TakeBackWithin));
        Assert.Equal([$"{Old} has no effect: {New}, as it is called now, is set too"], settings.Warnings);
    }

    [Fact]
    public static void AreRefusedByTheNameTheyWereGiven() =>
        Assert.StartsWith($"{Old} must be a duration", Assert.Single(Read("", (Old, "soon")).Complaints), StringComparison.Ordinal);

    [Fact]
    public static void AreNeverReadWhereTheyAreWrong() =>
        Assert.Throws<InvalidOperationException>(() => Read("", (New, "soon")).Settings.Value(SettingTable.TakeBackWithin));

    private static (EffectiveSettings Settings, IReadOnlyList<string> Complaints) Read(
        string text, params (string Variable, string Value)[] environment)
    {
        (string Variable, string Value)[] all = [("DAEMON_HOME", "/home"), ("DAEMON_NAME", "simd"), .. environment];
        return SettingsReader.Read(
            Contract.Classic, name => all.FirstOrDefault(one => one.Variable == name).Value, SettingsToml.Parse("/c.toml", text));
    }
}
