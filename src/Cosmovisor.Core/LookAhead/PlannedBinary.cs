using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.LookAhead;

/// <summary>Whether the binary that lies ready is the one that the plan names.</summary>
internal static class PlannedBinary
{
    private static readonly string[] Archives = [".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar"];

    /// <summary>
    /// The SHA-256 that the binary itself must have by the plan's link; null where the link gives none, or leads to an archive.
    /// </summary>
    public static string? ExpectedSha256(UpgradePlan plan, Platform machine) =>
        PlanInfo.Parse(plan.Info).IsOk(out var info, out _) && info is PlanInfo.Binaries binaries && binaries.LinkFor(machine)
            .IsOk(out var link, out _)
        && DownloadUrl.Parse(link).IsOk(out var url, out _)
        && url.Checksum is ChecksumRule.Given { Checksum: { Kind: ChecksumKind.Sha256, Hex: var hex } }
        && !IsArchive(url)
            ? hex : null;

    /// <param name="plan">What comes.</param>
    /// <param name="staged">What was fetched, if it lies there as it was put.</param>
    /// <param name="expected">By <see cref="ExpectedSha256"/>.</param>
    /// <param name="actual">The binary's; null where it was not read.</param>
    /// <param name="machine">This one.</param>
    public static ReadinessCheck Check(
        UpgradePlan plan, StagedRecord? staged, string? expected, string? actual, Platform machine) => (staged, expected, actual) switch
        {
            ({ IsByPlan: true } record, _, _) when record.IsForAnother(plan.Info, machine) => new ReadinessCheck(
                "checksum", CheckResult.Warning, "the binary was fetched for an earlier info of the plan, which names another one now",
                $"rm -r the folder of that upgrade, and: cosmovisorctl prepare {CheckRules.ShellWord(plan.Name)} --link URL"),
            ({ IsByPlan: true }, _, _) => new ReadinessCheck("checksum", CheckResult.Ok, "the binary is what the plan's link leads to"),
            (_, { } wanted, { } has) when wanted != has => new ReadinessCheck(
                "checksum",
                CheckResult.Warning,
                $"the binary that was placed is not the one of the plan's link: expected sha256:{wanted}, got sha256:{has}",
                "Check whether it is the right one; it is used as it is"),
            (_, { }, { }) => new ReadinessCheck("checksum", CheckResult.Ok, "the binary has the checksum of the plan's link"),
            _ => new ReadinessCheck(
                "checksum", CheckResult.Ok, "the binary was placed by hand, and the plan has nothing to compare it with"),
        };

    // By its name alone: nothing is fetched to know it.
    private static bool IsArchive(DownloadUrl url) =>
        url.Archive is not (null or "false")
            || Archives.Any(ending => url.Address.AbsolutePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
