using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>cosmovisorctl prepare NAME [--info JSON|LINK] [--link URL]</c>: stages a version by hand, days ahead, and looks it over.
/// </summary>
/// <remarks>Typing the command is the permission to download, whatever DAEMON_ALLOW_DOWNLOAD_BINARIES says.</remarks>
internal sealed class PrepareCommand(
    DaemonHome home, StagingSettings settings, IStagingWork work, INews news, TextWriter output, bool isTerminal)
{
    /// <param name="name">The upgrade's name, as the plan will have it.</param>
    /// <param name="info">A plan's info; null for none.</param>
    /// <param name="link">A link to the binary or archive itself; null for none.</param>
    /// <param name="ct">Gives up, leaving nothing behind.</param>
    /// <returns>The exit code: 0 when the version lies ready and starts, 1 when not.</returns>
    public async Task<int> RunAsync(string name, string? info, string? link, CancellationToken ct)
    {
        var progress = new ProgressBar(SafeWriter.Drawing(output), isTerminal);

        try
        {
            var staged = await StageAsync(new Stager(home, settings with { AllowDownload = true },
                new WarningsToo(news, output, progress.End), work, progress)
            { AsksPreUpgrade = true }, name, info, link, ct);
            progress.End();
            await output.WriteLineAsync(staged.Downloaded ? $"downloaded and checked: {staged.BinaryPath}"
                : $"already there, nothing was downloaded: {staged.BinaryPath}");
            return new VerifyCommand(home, settings, work, news, output).Run(name, ct);
        }
        catch (RefusedException e)
        {
            progress.End();
            await output.WriteLineAsync($"not prepared: {e.Message}");
            return 1;
        }
    }

    private static Task<StagedVersion> StageAsync(Stager stager, string name, string? info, string? link, CancellationToken ct)
    {
        if (!UpgradePlan.Create(name, height: 0, info ?? "").IsOk(out var plan, out var wrong))
        {
            throw new RefusedException(wrong);
        }

        if (link is null)
        {
            return stager.StageAsync(plan, ct);
        }

        return info is not null ? throw new RefusedException("--info and --link are two ways to say the same: give one of them")
            : DownloadUrl.Parse(link).IsOk(out var url, out var reason) ? stager.StageAsync(name, url, ct)
            : throw new RefusedException(reason);
    }
}
