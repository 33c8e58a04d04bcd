using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Staging;

/// <summary>
/// Sees to it that an upgrade's binary lies in its place, checked: the operator's if there is one, else the one the plan links to.
/// </summary>
internal sealed class Stager(
    DaemonHome home, StagingSettings settings, INews news, IStagingWork work, IProgress<DownloadProgress>? progress = null)
{
    private readonly PlacedVersions _placed = new(home, settings.Recase, news);

    /// <summary>
    /// A new binary is asked, too, whether it has a <c>pre-upgrade</c> command: while the node runs, there is time for that.
    /// </summary>
    public bool AsksPreUpgrade { get; init; }

    /// <summary>
    /// Stages what <paramref name="plan"/> asks for. Where its folder has a binary that was fetched for another info, the right one takes
    /// its place in one step, and what an operator has put beside it stays.
    /// </summary>
    /// <exception cref="RefusedException">It cannot be done; <c>upgrades/</c> is as it was.</exception>
    public Task<StagedVersion> StageAsync(UpgradePlan plan, CancellationToken ct) => HasAnother(plan) ? RestageAsync(plan, ct)
        : StageAsync(plan.Name, workplace => LinkAsync(plan.Info, workplace, ct), OfPlan(plan), ct);

    /// <summary>
    /// Whether the folder of <paramref name="plan"/> has a binary that we have fetched for another info than the plan has now. Never of the
    /// version that runs.
    /// </summary>
    public bool HasAnother(UpgradePlan plan) =>
        PlanInfo.Parse(plan.Info).IsOk(out _, out _)
        && _placed.PathFor(plan.Name) is var folder
        && StagedRecordFile.Untouched(home, folder) is { IsByPlan: true } record
        && record.IsForAnother(plan.Info, UsableBinary.ThisMachine)
        && !RealPath.AreSame(folder, home.Current);

    /// <summary>Takes away what was staged for a plan that does not come. What an operator has put beside it stays.</summary>
    /// <returns>Whether there was anything of ours.</returns>
    public async Task<bool> RemoveAsync(string upgradeName, CancellationToken ct)
    {
        var folder = _placed.FolderFor(upgradeName);

        if (StagedRecordFile.Untouched(home, _placed.PathOf(folder)) is not { IsByPlan: true })
        {
            return false;
        }

        using var workplace = await Workplace.OpenAsync(home, folder, news, ct);
        return _placed.TryTakeAway(folder, workplace.Tree);
    }

    /// <summary>Where the upgrade's files are, or will be.</summary>
    public string FolderOf(string upgradeName) => _placed.PathFor(upgradeName);

    /// <summary>The same with a link to the binary itself, for an operator who has no plan at hand.</summary>
    public Task<StagedVersion> StageAsync(string upgradeName, DownloadUrl link, CancellationToken ct) =>
        StageAsync(upgradeName, _ => Task.FromResult(link), info: null, ct);

    private async Task<StagedVersion> RestageAsync(UpgradePlan plan, CancellationToken ct)
    {
        const string Changed = "the plan's info has changed since its binary was fetched";
        var folder = _placed.FolderFor(plan.Name);

        if (!settings.AllowDownload)
        {
            throw new RefusedException(
                $"{Changed}, {_placed.BinaryOf(folder)} is the one of the earlier info, and downloading disabled")
            {
                Remedy = $"Put the right one there: install -m 755 /path/to/{home.DaemonName} {_placed.BinaryOf(folder)}; or set DAEMON_ALLOW_DOWNLOAD_BINARIES=true",
            };
        }

        try
        {
            var staged = await GetAsync(plan.Name, folder, workplace => LinkAsync(plan.Info, workplace, ct), plan.Info, replaces: true, ct);

            if (staged.Downloaded)
            {
                news.Tell(new Happening.Restaged(plan.Name, _placed.PathOf(folder)));
            }

            return staged;
        }
        catch (RefusedException ex)
        {
            throw new RefusedException($"{Changed}: {ex.Message}", ex);
        }
    }

    // Without a height it is an operator's own, who typed the info.
    private static string? OfPlan(UpgradePlan plan) => plan.Height > 0 ? plan.Info : null;

    private async Task<StagedVersion> StageAsync(string name, Func<Workplace, Task<DownloadUrl>> link, string? info, CancellationToken ct)
    {
        var folder = _placed.FolderFor(name);

        if (_placed.HasBinary(folder))
        {
            Workplace.RemoveLeftovers(home, news);
            return AlreadyThere(name, folder);
        }

        if (!settings.AllowDownload)
        {
            // "downloading disabled" are the words of the Go versions, which scripts look for.
            var hint = BinarySurroundings.Hint(home, _placed.PathOf(folder)) is { } found ? $". {found}" : "";
            throw new RefusedException(
                $"no binary for the upgrade \"{name}\": looked at {_placed.BinaryOf(folder)}, and downloading disabled{hint}")
            {
                Remedy = $"Put it there: mkdir -p {Path.GetDirectoryName(_placed.BinaryOf(folder))} && install -m 755 /path/to/{home.DaemonName} {_placed.BinaryOf(folder)}; or set DAEMON_ALLOW_DOWNLOAD_BINARIES=true",
            };
        }

        return await GetAsync(name, folder, link, info, replaces: false, ct);
    }

    private StagedVersion AlreadyThere(string name, string folder)
    {
        var binary = _placed.BinaryOf(folder);

        // Neither run nor repaired: what the operator placed is the operator's.
        return UsableBinary.WhyNot(binary, _placed.PathOf(folder)) is { } wrong
            ? throw new RefusedException($"the binary of the upgrade \"{name}\" cannot be used: {binary} {wrong}")
            : new StagedVersion(DaemonHome.TargetOfFolder(folder), binary, Downloaded: false);
    }

    private async Task<StagedVersion> GetAsync(
        string name, string folder, Func<Workplace, Task<DownloadUrl>> link, string? info, bool replaces, CancellationToken ct)
    {
        try
        {
            using var workplace = await Workplace.OpenAsync(home, folder, news, ct);

            // Whoever had the workplace before us may have been after the same binary.
            if (!replaces && _placed.HasBinary(folder))
            {
                return AlreadyThere(name, folder);
            }

            var url = await link(workplace);
            var version = await GetAsync(url, workplace, ct);
            var files = Tree.FilesIn(version);
            await Task.Run(() => _placed.BringTo(version, folder), ct);
            var hasPreUpgrade = await TryAsync(url, version, _placed.PathOf(folder), workplace, ct);
            StagedRecordFile.Write(home, version, binary => new StagedRecord(name, DateTimeOffset.UtcNow, info is null
                ? null : LinkSecrets.Hide(info), LinkSecrets.Hide(url.Written), binary, files)
            { PreUpgrade = hasPreUpgrade });

            if (!(replaces ? _placed.TryReplace(version, folder) : _placed.TryPut(version, folder)))
            {
                news.Tell(new Happening.PlacedByHandMeanwhile(name));
                return AlreadyThere(name, folder);
            }

            news.Tell(new Happening.Staged(name, _placed.PathOf(folder)));
            return new StagedVersion(DaemonHome.TargetOfFolder(folder), _placed.BinaryOf(folder), Downloaded: true);
        }
        catch (RefusedException e)
        {
            throw new RefusedException(
                $"the binary of the upgrade \"{name}\" could not be obtained: {e.Message.TrimEnd('.')}. {home.Upgrades} is as it was; the binary can also be placed by hand at {_placed.BinaryOf(folder)}",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"the binary of the upgrade \"{name}\" could not be put into {home.Upgrades}: {e.Message.TrimEnd('.')}. Check that the disk has free space, and that this user has write permission there",
                e);
        }
    }

    private async Task<DownloadUrl> LinkAsync(string info, Workplace workplace, CancellationToken ct) => await new PlanLink(
        async link =>
        {
            await work.FetchAsync(new FetchOrder(link, workplace.Text, workplace.Text, null, IsInfo: true, settings), news, null, ct);
            return BoundedFile.ReadText(workplace.Text).IsOk(out var text, out var reason) ? text
                : throw new RefusedException($"{workplace.Text} {reason}");
        },
        news).FindAsync(info);

    private async Task<string> GetAsync(DownloadUrl url, Workplace workplace, CancellationToken ct)
    {
        if (settings.TrustedKeys is { } keys)
        {
            // Nobody should wait for a download that cannot be accepted.
            _ = Signatures.Trusting(keys);
        }

        var signature = settings.TrustedKeys is null ? null : workplace.Signature;
        await work.FetchAsync(
            new FetchOrder(url.Written, workplace.Download, workplace.Text, signature, IsInfo: false, settings), news, progress, ct);
        return await work.UnpackAsync(
            new UnpackOrder(
                workplace.Download, url.Archive, url.Shown, home.DaemonName, workplace.Tree, settings.MaxSize,
                settings.TrustedKeys, signature, signature is null ? null : url.Beside(Signatures.Ending).Shown),
            news,
            ct);
    }

    // What is missing belongs into the version's place, and not where the version is put together.
    private async Task<bool?> TryAsync(DownloadUrl url, string version, string place, Workplace workplace, CancellationToken ct)
    {
        switch (await work.TryAsync(new TrialOrder(home.BinaryIn(version), version, workplace.Trial,
            settings.TrialLimit)
        { LookFirst = true, AsksPreUpgrade = AsksPreUpgrade }, ct))
        {
            case TrialVerdict.CannotStart { Reason: var reason }:
                throw new RefusedException($"the binary from {url.Shown} {reason.Replace(version, place, StringComparison.Ordinal)}");
            case TrialVerdict.Starts { Note: { } note, HasPreUpgrade: var has }:
                news.Tell(new Happening.TrialUnclear(note));
                return has;
            case TrialVerdict.Starts { HasPreUpgrade: var has }:
                return has;
            default:
                return null;
        }
    }
}
