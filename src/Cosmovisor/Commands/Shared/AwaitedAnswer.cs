using System.Diagnostics;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Commands;

/// <summary>Waits for what the supervisor does about a request, and tells it.</summary>
/// <remarks>
/// A version that was started is looked at for a few seconds more: most that are broken end at once. So is its network's word, for a minute
/// at most.
/// </remarks>
internal sealed class AwaitedAnswer(DaemonHome home, RequestFile file, TextWriter output)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1); // at the lock, which tells nothing of itself
    private static readonly TimeSpan FirstSeconds = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Confirmed = TimeSpan.FromMinutes(1);

    /// <returns>0 when the new version runs; 1 when nothing was changed; 70 when it failed.</returns>
    public async Task<int> OfAsync(UpgradeRequest request, CancellationToken ct)
    {
        using var watch = FolderWatch.TryOpen();
        long? started = null;
        var isTaken = false;

        while (!ct.IsCancellationRequested)
        {
            _ = watch?.Watch(home.Root);
            var runs = RunningSupervisor.IsThere(home);

            switch (file.Of(request.Id)?.Answer)
            {
                case { State: RequestState.Refused, Says: var says }:
                    await output.WriteLineAsync($"refused: {says}\nThe node goes on with {request.From}; nothing was changed");
                    return ExitCodes.Failed;

                case { State: RequestState.Failed or RequestState.Ended or RequestState.TakenBack, Says: var says } answer:
                    await output.WriteLineAsync($"{(answer.State == RequestState.TakenBack ? "taken back" : "failed")}: {says}");
                    return ExitCodes.UpgradeFailed;

                case { State: RequestState.Started, Says: var says } when started is null:
                    await output.WriteLineAsync($"done: {says}");
                    started = Stopwatch.GetTimestamp();
                    break;

                case { State: RequestState.Taken } when !isTaken:
                    await output.WriteLineAsync(
                        $"under way: {request.From} is stopped, and {request.Name} started. cosmovisorctl status shows how far it is");
                    isTaken = true;
                    break;
            }

            if (started is { } since && Stopwatch.GetElapsedTime(since) is var after && after > FirstSeconds && (NetworkSays(request)
                ?? (after > Confirmed ? NotYet : null)) is { } word)
            {
                await output.WriteLineAsync(word);
                return ExitCodes.Done;
            }

            if (!runs)
            {
                return await EndedAsync(request, started is not null || isTaken);
            }

            Wait(watch);
        }

        await output.WriteLineAsync(
            $"waited long enough: the request stays in force. To cancel it before it begins: cosmovisorctl upgrade {request.Name} --cancel");
        ct.ThrowIfCancellationRequested();
        return ExitCodes.Interrupted;
    }

    private const string NotYet = "not confirmed yet: the supervisor goes on asking. cosmovisorctl status shows the result";

    // As the supervisor has it; null while nothing is known.
    private string? NetworkSays(UpgradeRequest request) =>
        BoundedFile.Read(home.State).Then(bytes => NodeStateText.Read(bytes)).IsOk(out var state, out _)
            && state.LastUpgrade is { IsRequested: true } last
            && last.Name == request.Name
            ? last.Confirmation switch
            {
                "confirmed" => "confirmed: the node has made two blocks more with its network, and is in sync",
                "unconfirmed" => $"not confirmed: {last.Missing}. The supervisor goes on asking: cosmovisorctl status shows the result",
                "cannot-be-confirmed" => $"it cannot be confirmed: {last.Missing}",
                _ => null,
            }
            : null;

    private async Task<int> EndedAsync(UpgradeRequest request, bool wasBegun)
    {
        await output.WriteLineAsync(
            wasBegun ? "cosmovisor ended meanwhile; its log says why. Its next start goes on where this one stopped"
            : $"cosmovisor ended before it began. Its next start carries it out before it starts the node. To cancel it: cosmovisorctl upgrade {request.Name} --cancel");
        return ExitCodes.UpgradeFailed;
    }

    private static void Wait(FolderWatch? watch)
    {
        if (watch is null)
        {
            Thread.Sleep(BetweenLooks);
        }
        else
        {
            watch.Wait(BetweenLooks);
        }
    }
}
