using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode;

/// <summary>
/// The daemon's own <c>pre-upgrade</c>: its n-th call gives the n-th code, the last one from then on. Each call leaves a line in
/// <c>pre-upgrade.calls</c>.
/// </summary>
internal static class PreUpgrade
{
    public static int Run(CommandLine line)
    {
        if (line.Options.HasNoPreUpgrade)
        {
            if (!line.Rest.Contains("--help"))
            {
                _ = Directory.CreateDirectory(line.Home);
                File.AppendAllText(Path.Combine(line.Home, "pre-upgrade.calls"), "unknown\n");
            }

            return Commands.Fail("Error: unknown command \"pre-upgrade\" for \"simnode\"", 1);
        }

        if (line.Rest.Contains("--help"))
        {
            return Commands.Print("Usage:\n  simnode pre-upgrade [flags]\n");
        }

        var version = line.Options.Version;
        var calls = Path.Combine(line.Home, "pre-upgrade.calls");
        _ = Directory.CreateDirectory(line.Home);

        var before = File.Exists(calls) ? File.ReadLines(calls).Count(call => call.StartsWith($"{version} ", StringComparison.Ordinal)) : 0;
        var codes = line.Options.PreUpgradeExits;
        var code = codes.Count == 0 ? 0 : codes[Math.Min(before, codes.Count - 1)];

        File.AppendAllText(calls, $"{version} pre-upgrade call={before + 1} exit={code} args={string.Join(' ', line.Rest)}\n");
        _ = Commands.Print($"{version} pre-upgrade: exit {code}\n");
        return code;
    }
}
