using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Staging;

/// <summary>Whether an upgrade will find its binary when its time comes, as far as the disk and its plan tell beforehand.</summary>
internal sealed class ExpectedBinaries(DaemonHome home, StagingSettings settings, INews news)
{
    private readonly PlacedVersions _placed = new(home, settings.Recase, news);

    /// <summary>Says what is wrong, as the upgrade itself would say it. Null when its binary lies ready.</summary>
    public ExpectedTrouble? TroubleWith(UpgradePlan plan)
    {
        try
        {
            var folder = _placed.PathFor(plan.Name);
            var binary = home.BinaryIn(folder);

            return !PlacedVersions.IsThere(binary) ? Missing(plan, binary)
                : UsableBinary.WhyNot(binary, folder) is { } wrong ? new ExpectedTrouble($"{binary} {wrong}", CanBeDownloaded: false)
                : null;
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            return new ExpectedTrouble(ex.Message, CanBeDownloaded: false);
        }
    }

    private ExpectedTrouble Missing(UpgradePlan plan, string binary) =>
        !LinkIn(plan).IsOk(out _, out var reason) ? new ExpectedTrouble($"there is none at {binary}, and {reason}", CanBeDownloaded: false)
        : !settings.AllowDownload
            ? new ExpectedTrouble($"there is none at {binary}, and DAEMON_ALLOW_DOWNLOAD_BINARIES is not true", CanBeDownloaded: false)
        : new ExpectedTrouble(
            $"there is none at {binary} yet; it is downloaded at the upgrade, or now with prepare-upgrade", CanBeDownloaded: true);

    // A link to the links is not followed here: that is a download.
    private static Parsed<PlanInfo> LinkIn(UpgradePlan plan) => PlanInfo.Parse(plan.Info).Then(info =>
        info is PlanInfo.Binaries binaries && !binaries.LinkFor(UsableBinary.ThisMachine).IsOk(out _, out var reason)
            ? Parsed.Invalid<PlanInfo>(reason) : Parsed.Ok(info));
}

/// <param name="Reason">What is wrong.</param>
/// <param name="CanBeDownloaded">It is only not there yet.</param>
internal sealed record ExpectedTrouble(string Reason, bool CanBeDownloaded);
