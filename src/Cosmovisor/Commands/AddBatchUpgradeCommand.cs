using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>add-batch-upgrade</c>: the binaries and heights of several upgrades, all of them or none.</summary>
/// <remarks>
/// Images hand in the same batch at every start: what is over is reported and left out, and the SDK's batch file is there afterwards.
/// </remarks>
/// <param name="scheduling">Where they are added.</param>
internal sealed class AddBatchUpgradeCommand(ManualScheduling scheduling)
{
    private readonly UpgradesByHand _byHand = scheduling.Begin();

    /// <param name="triples">NAME:PATH:HEIGHT, a word each.</param>
    /// <param name="list">The same in one word; null for none.</param>
    /// <param name="file">The same in a file; null for none.</param>
    /// <param name="evenCurrent">The binary of the version that runs gives way too.</param>
    /// <param name="restart">Restart the node that runs now.</param>
    /// <param name="ct">Gives up, leaving nothing behind.</param>
    /// <exception cref="RefusedException">Nothing was changed, and why.</exception>
    public async Task<int> RunAsync(string[] triples, string? list, string? file, bool evenCurrent, bool restart, CancellationToken ct)
    {
        if (!Asked(triples, list, file).IsOk(out var asked, out var reason))
        {
            throw UpgradesByHand.Misused(reason);
        }

        var recased = asked.Select(_byHand.Recased).ToList();
        var known = recased.Exists(upgrade => upgrade.HasHeight) ? scheduling.Height(ct) : null;
        var scheduled = scheduling.Batch.With(new ScheduleFile(scheduling.Home).Read());
        var batch = BatchToAdd.Of(recased, scheduled, scheduling.Version.UpgradeName, known);
        List<ManualUpgrade> upgrades = [.. batch.Left, .. evenCurrent
            ? batch.Over.Where(one => one.Why == BatchToAdd.Runs).Select(one => AsABinaryAlone(one.Upgrade)) : []];
        var schedule = await _byHand.PutAsync(upgrades, replace: true, evenCurrent, ct);
        TellOfWhatIsOver(batch.Over);
        await PutMissingBinariesAsync([.. batch.Over.Where(one => one is { Upgrade.Binary: not null, Why: not BatchToAdd.Runs })
            .Select(one => one.Upgrade)
            .Where(HasNone)], ct);
        scheduling.WriteBatch(schedule);
        scheduling.TellOrRestart(upgrades.Exists(upgrade => upgrade.HasHeight), restart);
        return ExitCodes.Done;
    }

    private static Parsed<IReadOnlyList<ManualUpgrade>> Asked(string[] triples, string? list, string? file) => (triples, list, file) switch
    {
        ([_, ..], null, null) => UpgradeBatch.FromTriples(triples),
        ([], { } words, null) => UpgradeBatch.FromList(words),
        ([], null, { } path) => FromFile(path),
        ([], null, null) => Parsed.Invalid<IReadOnlyList<ManualUpgrade>>(
            "either --upgrade-file or --upgrade-list must be provided, or upgrades as NAME:PATH:HEIGHT"),
        _ => Parsed.Invalid<IReadOnlyList<ManualUpgrade>>(
            "--upgrade-file, --upgrade-list and NAME:PATH:HEIGHT are three ways to say the same: give one of them"),
    };

    private static Parsed<IReadOnlyList<ManualUpgrade>> FromFile(string path) =>
        !BoundedFile.ReadText(OperatorsFiles.NameOf(path)).IsOk(out var text, out var reason)
            ? Parsed.Invalid<IReadOnlyList<ManualUpgrade>>($"{path} {reason}")
        : UpgradeBatch.FromFile(text) is var batch && batch.IsOk(out _, out reason) ? batch
        : Parsed.Invalid<IReadOnlyList<ManualUpgrade>>($"{path}: {reason}");

    // The version that runs is replaced when that is forced, and not scheduled.
    private static ManualUpgrade AsABinaryAlone(ManualUpgrade upgrade) =>
        UpgradePlan.Create(upgrade.Plan.Name, 0, upgrade.Plan.Info).IsOk(out var plan, out _) ? upgrade with { Plan = plan } : upgrade;

    private void TellOfWhatIsOver(IReadOnlyList<(ManualUpgrade Upgrade, string Why)> over)
    {
        foreach (var (upgrade, why) in over)
        {
            scheduling.Output.WriteLine($"{upgrade.Plan.Name} upgrade at height {upgrade.Plan.Height} is left out: {why}");
            scheduling.News.Tell(new Happening.BatchEntryIsOver(upgrade.Plan.Name, upgrade.Plan.Height, why));
        }
    }

    // Of what is over: a node that begins again from older data needs them. No failure, if they cannot be had.
    private async Task PutMissingBinariesAsync(List<ManualUpgrade> missing, CancellationToken ct)
    {
        if (missing is [])
        {
            return; // and nothing is written: the folder may be read-only
        }

        try
        {
            using var workplace = await Workplace.OpenAsync(scheduling.Home, "by-hand", scheduling.News, ct);
            var placing = new HandPlacing(scheduling.Home, scheduling.Staging.Recase, workplace, scheduling.News);
            missing.ForEach(upgrade => Place(placing, upgrade));
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            await scheduling.Output.WriteLineAsync($"The binaries of what is left out were not put in place: {ex.Message}");
        }
    }

    private bool HasNone(ManualUpgrade upgrade)
    {
        try
        {
            var versions = new PlacedVersions(scheduling.Home, scheduling.Staging.Recase, scheduling.News);
            return !PlacedVersions.IsThere(scheduling.Home.BinaryIn(versions.PathFor(upgrade.Plan.Name)));
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
                scheduling.Output.WriteLine($"Using {upgrade.Binary} for {upgrade.Plan.Name} upgrade");
                scheduling.Output.WriteLine($"Upgrade binary located at {prepared.Binary}");
            }
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            scheduling.Output.WriteLine($"The binary of {upgrade.Plan.Name} was not put in place: {ex.Message}");
        }
    }
}
