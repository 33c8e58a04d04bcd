using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>What <c>config</c> prints: the SDK's text, whose every line <c>NAME: value</c> scripts may look for, and behind it what it does not tell.</summary>
internal static class ConfigText
{
    public static void Write(TextWriter output, EffectiveSettings settings)
    {
        output.Write("Configurable Values:\n");

        foreach (var one in settings.All)
        {
            output.Write($"  {one.Setting.Variable}: {one.Value}\n");
        }

        output.Write("Derived Values:\n");

        foreach (var (label, value) in DerivedValues.Of(settings))
        {
            output.Write($"  {label,15}: {value}\n");
        }

        output.Write("Origins:\n");

        foreach (var one in settings.All.Where(one => one.Origin != SettingInForce.Default))
        {
            output.Write($"  {one.Setting.Variable} ({(one.Line > 0 ? $"{settings.File?.Path} line {one.Line}" : one.Origin)})\n");
        }

        var contract = $"{settings.Contract.ToString().ToLowerInvariant()} contract";
        output.Write($"  the {contract} ({settings.ContractOrigin})\n");
        output.Write($"  all others (default of the {contract})\n");
    }
}
