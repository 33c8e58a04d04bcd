namespace Cosmovisor.Tests;

/// <summary>Daemons as lines of shell.</summary>
internal static class Scripts
{
    /// <summary>Prints these lines on standard output, whatever they hold.</summary>
    public static string Print(params IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => $"printf '%s\\n' '{line.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

    /// <summary>The node halts for this upgrade as one of SDK 0.45 does, and stays alive.</summary>
    public static string Halt(string name, long height = 49, string info = "") =>
        $"{Print(
            $"1:00PM ERR UPGRADE \"{name}\" NEEDED at height: {height}: {info} module=x/upgrade",
            $"1:00PM ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"{name}\\\" NEEDED at height: {height}: \" module=consensus")}\n{StayAlive}";

    public const string StayAlive = "exec sleep 300";
}
