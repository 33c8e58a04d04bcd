using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>What <c>cosmovisorctl config</c> prints.</summary>
internal static class ConfigText
{
    /// <exception cref="RefusedException">With code 78, after the values: an operator wants to see both.</exception>
    public static void Write(TextWriter output)
    {
        var (settings, complaints) = CheckedSettings.Look();
        var widest = settings.All.Max(one => one.Setting.Variable.Length);
        output.Write("Settings:\n");

        foreach (var (setting, value, origin, _) in settings.All)
        {
            output.Write($"  {setting.Variable.PadRight(widest)}  {(value.Length > 0 ? value : "-")}  ({origin})\n");
        }

        if (complaints.Count > 0)
        {
            throw CheckedSettings.Refusal(complaints);
        }

        var home = settings.Home;
        output.Write(
            $"""

            Paths:
              root     {home.Root}
              genesis  {home.BinaryIn(home.GenesisFolder)}
              upgrades {home.Upgrades}
              current  {home.Current}
              log      {home.Log}

            """);
    }
}
