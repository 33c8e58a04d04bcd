using System.Globalization;
using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.Commands;

/// <summary>What a batch asks for and is over: told, and no failure. Its binaries come where there are none: a node that begins anew from older data needs them.</summary>
/// <param name="home">Whose.</param>
/// <param name="recase">Upgrade names are lower-cased on disk.</param>
/// <param name="log">Told what was left out.</param>
/// <param name="output">The operator.</param>
internal sealed class OverwriteByHand(DaemonHome home, bool recase, ILog log, TextWriter output)
{
    /// <param name="over">Of the batch, and why.</param>
    /// <param name="ct">Gives up, leaving nothing behind.</param>
    public async Task TellAsync(IReadOnlyList<(ManualUpgrade Upgrade, string Why)> over, CancellationToken ct)
    {
        Tell(over);
        var missing = over.Where(one => one is { Upgrade.Binary: not null, Why: not BatchToAdd.Runs }).Select(one => one.Upgrade).Where(HasNone).ToList();

        if (missing is [])
        {
            return; // and nothing is written: the folder may be read-only
        }

        try
        {
            using var workplace = await Workplace.OpenAsync(home, "by-hand", log, ct);
            var placing = new HandPlacing(home, recase, workplace, log);
            missing.ForEach(upgrade => Place(placing, upgrade));
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            TellOfTrouble(ex);
        }
    }

    private void Tell(IReadOnlyList<(ManualUpgrade Upgrade, string Why)> over)
    {
        foreach (var (upgrade, why) in over)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{upgrade.Plan.Name} upgrade at height {upgrade.Plan.Height} is left out: {why}"));
            log.Info("an upgrade of a batch is over and is left out", ("plan", upgrade.Plan.Name), ("height", upgrade.Plan.Height), ("reason", why));
        }
    }

    private void TellOfTrouble(Exception ex) => output.WriteLine($"The binaries of what is left out were not put in place: {ex.Message}");

    private bool HasNone(ManualUpgrade upgrade)
    {
        try
        {
            return !PlacedVersions.IsThere(home.BinaryIn(new PlacedVersions(home, recase, log).PathFor(upgrade.Plan.Name)));
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Place(HandPlacing placing, ManualUpgrade upgrade)
    {
        try
        {
            var prepared = placing.Prepare(upgrade.Plan.Name, Path.GetFullPath(upgrade.Binary!));

            if (!prepared.IsTaken)
            {
                placing.Put(prepared);
                output.WriteLine($"Using {upgrade.Binary} for {upgrade.Plan.Name} upgrade");
                output.WriteLine($"Upgrade binary located at {prepared.Binary}");
            }
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"The binary of {upgrade.Plan.Name} was not put in place: {ex.Message}");
        }
    }
}
