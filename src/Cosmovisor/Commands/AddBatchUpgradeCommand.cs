using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>add-batch-upgrade</c>: the binaries and heights of several upgrades, all of them or none.</summary>
/// <remarks>
/// Images hand in the same batch at every start: what is over is told and left out, and the SDK's batch file is there afterwards.
/// </remarks>
/// <param name="home">Whose.</param>
/// <param name="version">The version that runs.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="node">Asked for its height, if it runs.</param>
/// <param name="staging">How binaries are staged.</param>
/// <param name="news">Told what was done, and what was left out.</param>
/// <param name="output">The operator.</param>
internal sealed class AddBatchUpgradeCommand(
    DaemonHome home, CurrentVersion version, string data, NodeTasks node, StagingSettings staging, INews news, TextWriter output)
{
    private readonly UpgradesByHand _byHand = new(home, version, staging, news, output);
    private readonly SdkBatchFile _theirs = new(data);

    /// <summary>Puts a question to the operator at a terminal; null where there is none.</summary>
    public Func<string, bool>? Ask { get; init; }

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
        var known = recased.Exists(upgrade => upgrade.HasHeight) ? CurrentHeight.Of(version, data, node, ct) : null;
        var batch = BatchToAdd.Of(recased, _theirs.With(new ScheduleFile(home).Read()), version.UpgradeName, known);
        List<ManualUpgrade> upgrades = [.. batch.Left, .. evenCurrent
            ? batch.Over.Where(one => one.Why == BatchToAdd.Runs).Select(one => AsABinaryAlone(one.Upgrade)) : []];
        var schedule = await _byHand.PutAsync(upgrades, replace: true, evenCurrent, ct);
        TellOfWhatIsOver(batch.Over);
        await PutMissingBinariesAsync([.. batch.Over.Where(one => one is { Upgrade.Binary: not null, Why: not BatchToAdd.Runs })
            .Select(one => one.Upgrade)
            .Where(HasNone)], ct);
        new PendingBatch(_theirs, news, output).Write(schedule);

        if (upgrades.Exists(upgrade => upgrade.HasHeight) || restart)
        {
            RunningSupervisor.TellOrRestart(home, restart, Ask, output);
        }

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
            output.WriteLine($"{upgrade.Plan.Name} upgrade at height {upgrade.Plan.Height} is left out: {why}");
            news.Tell(new Happening.BatchEntryIsOver(upgrade.Plan.Name, upgrade.Plan.Height, why));
        }
    }

    // Of what is over: a node that begins anew from older data needs them. No failure, if they cannot be had.
    private async Task PutMissingBinariesAsync(List<ManualUpgrade> missing, CancellationToken ct)
    {
        if (missing is [])
        {
            return; // and nothing is written: the folder may be read-only
        }

        try
        {
            using var workplace = await Workplace.OpenAsync(home, "by-hand", news, ct);
            var placing = new HandPlacing(home, staging.Recase, workplace, news);
            missing.ForEach(upgrade => Place(placing, upgrade));
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"The binaries of what is left out were not put in place: {ex.Message}");
        }
    }

    private bool HasNone(ManualUpgrade upgrade)
    {
        try
        {
            return !PlacedVersions.IsThere(home.BinaryIn(new PlacedVersions(home, staging.Recase, news).PathFor(upgrade.Plan.Name)));
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
