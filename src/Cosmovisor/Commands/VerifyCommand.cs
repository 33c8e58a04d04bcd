using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Staging;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl verify NAME</c>: says whether the daemon could be started from a version, and starts it once to see.</summary>
internal sealed class VerifyCommand(DaemonHome home, StagingSettings settings, IStagingWork work, INews news, TextWriter output)
{
    /// <returns>The exit code: 0 when it starts, 1 when not.</returns>
    public int Run(string name, CancellationToken ct)
    {
        try
        {
            var placed = new PlacedVersions(home, settings.Recase, news);
            var folder = name == DaemonHome.Genesis && !Directory.Exists(home.UpgradeFolder(name)) ? home.GenesisFolder
                : placed.PathOf(placed.FolderFor(name));
            return Look(home.BinaryIn(folder), folder, ct);
        }
        catch (RefusedException e)
        {
            output.WriteLine($"not usable: {e.Message}");
            return 1;
        }
    }

    // What an operator compares with what the chain's developers have published.
    private void WriteSum(string binary)
    {
        if (FileHash.Sha256(binary) is { } sum)
        {
            output.WriteLine($"sha256: {sum}");
        }
    }

    private int Look(string binary, string folder, CancellationToken ct)
    {
        if (UsableBinary.WhyNot(binary, folder) is { } wrong)
        {
            var hint = !PlacedVersions.IsThere(binary) && BinarySurroundings.Hint(home, folder) is { } found ? $". {found}" : "";
            output.WriteLine($"not usable: {binary} {wrong}{hint}");
            return 1;
        }

        using var trial = TrialFolder.Make(home);

        switch (work.TryAsync(new TrialOrder(binary, folder, trial.Path, settings.TrialLimit), ct).GetAwaiter().GetResult())
        {
            case TrialVerdict.CannotStart { Reason: var reason }:
                output.WriteLine($"not usable: {binary} {reason}");
                return 1;
            case TrialVerdict.Starts { Note: { } note }:
                output.WriteLine($"usable: {binary} starts; \"version\" {note}");
                WriteSum(binary);
                return 0;
            case TrialVerdict.Starts { Version: { } version }:
                output.WriteLine($"usable: {binary} starts, version {version}");
                WriteSum(binary);
                return 0;
            default:
                output.WriteLine($"usable: {binary} starts; its \"version\" prints nothing");
                WriteSum(binary);
                return 0;
        }
    }
}
