using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Staging;

/// <summary>Sees to it that an upgrade's binary lies in its place, checked: the operator's if there is one, else the one the plan links to.</summary>
internal sealed class Stager(DaemonHome home, StagingSettings settings, ILog log, ICommands commands, IProgress<DownloadProgress>? progress = null)
{
    private readonly PlacedVersions _placed = new(home, settings.Recase, log);

    /// <summary>Stages what <paramref name="plan"/> asks for.</summary>
    /// <exception cref="RefusedException">It cannot be done; <c>upgrades/</c> is as it was.</exception>
    public Task<StagedVersion> StageAsync(UpgradePlan plan, CancellationToken ct) =>
        StageAsync(plan.Name, (downloader, workplace) => new PlanLink(downloader, log).FindAsync(plan.Info, workplace.Text, ct), ct);

    /// <summary>Where the upgrade's files are, or will be.</summary>
    public string FolderOf(string upgradeName) => _placed.PathFor(upgradeName);

    /// <summary>The same with a link to the binary itself, for an operator who has no plan at hand.</summary>
    public Task<StagedVersion> StageAsync(string upgradeName, DownloadUrl link, CancellationToken ct) =>
        StageAsync(upgradeName, (_, _) => Task.FromResult(link), ct);

    private async Task<StagedVersion> StageAsync(string name, Func<Downloader, Workplace, Task<DownloadUrl>> link, CancellationToken ct)
    {
        var folder = _placed.FolderFor(name);

        if (_placed.HasBinary(folder))
        {
            Workplace.RemoveLeftovers(home, log);
            return AlreadyThere(name, folder);
        }

        if (!settings.AllowDownload)
        {
            throw new RefusedException($"no binary for the upgrade \"{name}\": looked at {_placed.BinaryOf(folder)}. Nothing was changed. Put the new binary there and make it executable, or let it be downloaded with DAEMON_ALLOW_DOWNLOAD_BINARIES=true");
        }

        return await GetAsync(name, folder, link, ct);
    }

    private StagedVersion AlreadyThere(string name, string folder)
    {
        var binary = _placed.BinaryOf(folder);

        // Neither run nor repaired: what the operator placed is the operator's.
        return BinaryCheck.WhatIsWrong(binary, _placed.PathOf(folder)) is { } wrong
            ? throw new RefusedException($"the binary of the upgrade \"{name}\" cannot be used: {binary} {wrong}. Nothing was changed")
            : new StagedVersion(DaemonHome.TargetOfFolder(folder), binary, Downloaded: false);
    }

    private async Task<StagedVersion> GetAsync(string name, string folder, Func<Downloader, Workplace, Task<DownloadUrl>> link, CancellationToken ct)
    {
        try
        {
            using var workplace = await Workplace.OpenAsync(home, folder, log, ct);

            // Whoever had the workplace before us may have been after the same binary.
            if (_placed.HasBinary(folder))
            {
                return AlreadyThere(name, folder);
            }

            using var downloader = new Downloader(settings, log, progress);
            var url = await link(downloader, workplace);
            await DownloadAsync(downloader, url, workplace, ct);
            var version = await Task.Run(() => Unpack(url, workplace, ct), ct);
            _placed.BringTo(version, folder);
            await Task.Run(() => Try(url, version, _placed.PathOf(folder), ct), ct);

            if (!_placed.TryPut(version, folder))
            {
                log.Warning("a binary was placed by hand meanwhile; the downloaded one is thrown away", ("plan", name));
                return AlreadyThere(name, folder);
            }

            log.Info("staged", ("plan", name), ("folder", _placed.PathOf(folder)));
            return new StagedVersion(DaemonHome.TargetOfFolder(folder), _placed.BinaryOf(folder), Downloaded: true);
        }
        catch (RefusedException e)
        {
            throw new RefusedException($"the binary of the upgrade \"{name}\" could not be got: {e.Message.TrimEnd('.')}. {home.Upgrades} is as it was; the binary can also be placed by hand at {_placed.BinaryOf(folder)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the binary of the upgrade \"{name}\" could not be put into {home.Upgrades}: {e.Message.TrimEnd('.')}. Has the disk room, and may this user write there?", e);
        }
    }

    private async Task DownloadAsync(Downloader downloader, DownloadUrl url, Workplace workplace, CancellationToken ct)
    {
        // The keys first: nobody should wait for a download that cannot be accepted.
        var signatures = settings.TrustedKeys is { } keys ? Signatures.Trusting(keys) : null;
        await downloader.FetchAsync(url, workplace.Download, ct);

        if (signatures is not null)
        {
            var beside = url.Beside(Signatures.Ending);
            var comment = signatures.Check(workplace.Download, await downloader.FetchTextAsync(beside, workplace.Text, ct), beside.Shown);
            log.Info("signature is valid", ("link", beside.Shown), ("comment", comment));
        }
    }

    private string Unpack(DownloadUrl url, Workplace workplace, CancellationToken ct)
    {
        var size = new FileInfo(workplace.Download).Length;
        var tree = new UnpackedTree(workplace.Tree, size, new UnpackLimits(settings.MaxSize), ct);

        return WithLink(url, () => Unpacker.Unpack(workplace.Download, url.Archive, home.DaemonName, tree));
    }

    // What is missing belongs into the version's place, and not where the version is put together.
    private void Try(DownloadUrl url, string version, string place, CancellationToken ct)
    {
        var binary = home.BinaryIn(version);

        if (BinaryCheck.WhatIsWrong(binary, version) is { } wrong)
        {
            throw new RefusedException($"the binary from {url.Shown} {wrong.Replace(version, place, StringComparison.Ordinal)}");
        }

        switch (new TrialRun(commands, settings.TrialLimit).Of(binary, version, ct))
        {
            case TrialVerdict.CannotStart { Reason: var reason }:
                throw new RefusedException($"the binary from {url.Shown} {reason}");
            case TrialVerdict.Starts { Note: { } note }:
                log.Warning("the new binary starts, but its \"version\" command gave no plain answer", ("note", note));
                break;
            default:
                break;
        }
    }

    private static T WithLink<T>(DownloadUrl url, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (RefusedException e)
        {
            throw new RefusedException($"what {url.Shown} leads to cannot be used: {e.Message}", e);
        }
    }
}
