using System.Globalization;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>cosmovisorctl upgrade NAME --now</c>: gets a version ready while the node runs, asks the supervisor for it, and tells what became of
/// it.
/// </summary>
/// <param name="home">Whose node.</param>
/// <param name="nearby">Upgrades of the chain that come.</param>
/// <param name="prepare">Stages a version and tries it.</param>
/// <param name="settings">For the case of names.</param>
/// <param name="news">Of a folder in another case.</param>
/// <param name="output">The operator.</param>
internal sealed class UpgradeCommand(
    DaemonHome home, PlansNearby nearby, PrepareCommand prepare, StagingSettings settings, INews news, TextWriter output)
{
    private readonly RequestFile _file = new(home);
    private readonly PlacedVersions _placed = new(home, settings.Recase, news);

    /// <param name="Link">To the binary; null where it is in place.</param>
    /// <param name="At">Not before; null for at once.</param>
    /// <param name="Force">Even if an upgrade of the chain is near.</param>
    /// <param name="TakeBack">The old version can read the new one's data.</param>
    internal sealed record Wishes(string? Link, DateTimeOffset? At, bool Force, bool TakeBack);

    /// <returns>0 when the new version runs, or was asked for; 1 when nothing was changed; 70 when it failed, ended at once or was taken
    /// back.</returns>
    /// <exception cref="RefusedException">It may not be done now.</exception>
    public async Task<int> RunAsync(string name, Wishes wishes, CancellationToken ct)
    {
        var current = new CurrentLink(home).Read();
        Check(name, current, wishes);

        if (wishes.Link is null && !_placed.HasBinary(Folder(name)))
        {
            throw new RefusedException(
                $"there is no binary at {_placed.BinaryOf(Folder(name))}. Nothing was changed. Name it with --link URL?checksum=sha256:…, or put it there");
        }

        if (await prepare.RunAsync(name, info: null, wishes.Link, ct) is not ExitCodes.Done and var code)
        {
            return code;
        }

        Check(name, current, wishes); // a download takes its time
        var request = new UpgradeRequest(
            Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture), name, current.Target, DateTimeOffset.UtcNow)
        {
            Who = $"{UserRecord.OwnName}@{Environment.MachineName}",
            At = wishes.At,
            Force = wishes.Force,
            TakeBack = wishes.TakeBack,
        };
        _file.Put(request);

        if (!RunningSupervisor.IsThere(home) || wishes.At is not null)
        {
            await output.WriteLineAsync($"asked for: {When(wishes.At)}. To cancel it: cosmovisorctl upgrade {name} --cancel");
            return ExitCodes.Done;
        }

        return await new AwaitedAnswer(home, _file, output).OfAsync(request, ct);
    }

    /// <summary>Takes back what was asked for and has not begun.</summary>
    /// <returns>0, or 1 when there is no such request.</returns>
    public int Cancel(string name)
    {
        try
        {
            var isGone = _file.Cancel(name) is not null;
            output.WriteLine(isGone ? $"cancelled: {name} is not asked for any more. Its binary stays in place"
                : $"{ForeignText.Quote(name)} is not asked for, or was begun already. Nothing was changed");
            return isGone ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot cancel the request {home.Request}: {ex.Message.TrimEnd('.')}", ex);
        }
    }

    private void Check(string name, CurrentVersion current, Wishes wishes)
    {
        if (UpgradeName.WhatIsWrong(name) is { } wrong)
        {
            throw new RefusedException($"{wrong}. Nothing was changed") { ExitCode = ExitCodes.Usage };
        }

        if (new JournalFile(home, news).Peek() is { } journal)
        {
            throw new RefusedException(
                $"the upgrade \"{journal.Plan.Name}\" is not over: cosmovisorctl history shows where it is. Nothing was changed");
        }

        if (RequestRule.WhyNot(
            DaemonHome.TargetOfFolder(Folder(name)), current.Target, current.Target, nearby.All(current), wishes.Force) is { } reason)
        {
            throw new RefusedException($"{reason}. Nothing was changed");
        }
    }

    private string Folder(string name) => _placed.FolderFor(name);

    private string When(DateTimeOffset? at)
    {
        var time = at is { } later && later > DateTimeOffset.UtcNow
            ? $" from {later.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC on" : "";
        return RunningSupervisor.IsThere(home) ? $"the supervisor carries it out{time}"
            : $"no cosmovisor runs on {home.Path}; its next start carries it out{time} before it starts the node";
    }
}
