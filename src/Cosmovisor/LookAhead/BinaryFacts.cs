using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.LookAhead;

/// <summary>The binary of a coming upgrade: whether it is there, is what its plan names, and starts.</summary>
/// <param name="home">Where versions lie.</param>
/// <param name="folderOf">The folder of an upgrade, by its name.</param>
/// <param name="work">Starts a binary apart from us.</param>
internal sealed class BinaryFacts(DaemonHome home, Func<string, string> folderOf, IStagingWork work)
{
    private static readonly TimeSpan TrialLimit = new StagingSettings().TrialLimit;

    /// <summary>The binary of an upgrade, read where its plan says how it must be; what was read before is not read again.</summary>
    public BinarySeen? Read(UpgradePlan plan, BinarySeen? before)
    {
        var binary = home.BinaryIn(folderOf(plan.Name));

        return StagedRecordFile.Untouched(home, folderOf(plan.Name)) is { IsByPlan: true }
            || PlannedBinary.ExpectedSha256(plan, UsableBinary.ThisMachine) is null
            || FileFacts.OfTarget(binary) is not { } facts ? null
            : before is { } known && (known.Size, known.Modified) == (facts.Size, facts.Modified) ? known
            : FileHash.Sha256(binary) is { } sum ? new BinarySeen(facts.Size, facts.Modified, sum)
            : null;
    }

    /// <param name="plan">As the chain has it.</param>
    /// <param name="trouble">What is wrong with its binary.</param>
    /// <param name="binary">The binary, where it was read.</param>
    public IEnumerable<ReadinessCheck> Checks(UpgradePlan plan, ExpectedTrouble? trouble, BinarySeen? binary) =>
    [
        CheckRules.Binary(plan, trouble is { } wrong ? $"{wrong.Reason}{Hint(plan)}" : null, trouble?.CanBeDownloaded == true),
        .. trouble is null ? [ChecksumOf(plan, binary)] : Array.Empty<ReadinessCheck>(),
    ];

    /// <summary>
    /// Starts the binary once with "version", if it is there. A look ahead does not: what the operator has placed is not run before its
    /// time unless he asks.
    /// </summary>
    public async Task<IReadOnlyList<ReadinessCheck>> TrialAsync(UpgradePlan plan, CancellationToken ct)
    {
        var folder = folderOf(plan.Name);
        var binary = home.BinaryIn(folder);

        if (UsableBinary.WhyNot(binary, folder) is not null)
        {
            return [];
        }

        using var trial = TrialFolder.Make(home);
        var verdict = await work.TryAsync(new TrialOrder(binary, folder, trial.Path, TrialLimit), ct);
        return [CheckRules.Starts(verdict is TrialVerdict.CannotStart { Reason: var reason } ? reason : null)];
    }

    private ReadinessCheck ChecksumOf(UpgradePlan plan, BinarySeen? binary) => PlannedBinary.Check(
        plan, StagedRecordFile.Untouched(home, folderOf(plan.Name)), PlannedBinary.ExpectedSha256(plan, UsableBinary.ThisMachine),
        binary?.Sha256, UsableBinary.ThisMachine);

    // Most often it lies near by, under another name.
    private string Hint(UpgradePlan plan) =>
        folderOf(plan.Name) is var folder
            && !PlacedVersions.IsThere(home.BinaryIn(folder))
            && BinarySurroundings.Hint(home, folder) is { } found ? $". {found}" : "";
}
