using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// The signer guard of a home without a fleet: before its node starts, the chain itself is asked whether the key signs elsewhere.
/// </summary>
/// <remarks>
/// A guard at the start. A second node that starts later, or one that is not asked about for want of another node's RPC, is beyond it.
/// </remarks>
internal sealed class LoneSignerGuard(HomeFiles home, SignerGuardSettings settings, TimeProvider clock, FleetNews news)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly NodeQuestions _node = new(home, new NodeClient(home));
    private readonly SecondSigner _second = new(home, settings.Others);
    private readonly SignerHold _hold = new(home, "signer", clock);
    private bool _hasLooked;

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await LookAsync(ct);
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                news.Tell("hold", $"the node cannot be held: {ex.Message}");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Between, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        if (_node.Signing() is not { IsRemote: false, Address: not null } role || IsRunning)
        {
            _hasLooked = false;
            _hold.Free();
            return;
        }

        if (!_hasLooked)
        {
            // The supervisor may start the node while the chain is being asked.
            _hold.Unproved("asks the chain whether this node's consensus key signs elsewhere");
        }

        var (isAsked, evidence) = await _second.LookAsync(role, ct);
        _hasLooked = true;

        if (evidence is not null)
        {
            news.Tell("signer", $"the node is held: {evidence}");
            _hold.Seen(evidence);
            return;
        }

        if (!isAsked && settings.IsClosed)
        {
            var why = $"{Unasked}, and COSMOVISOR_SIGNER_GUARD is closed";
            news.Tell("signer", $"the node is held: {why}");
            _hold.Unproved(why);
            return;
        }

        if (!isAsked && _hold.Keep())
        {
            news.Tell("signer", $"the node stays held for the second signer that was seen: {Unasked}");
            return;
        }

        if (!isAsked)
        {
            news.Tell("signer", $"the node may start unproved: {Unasked}");
        }
        else if (news.Over("signer"))
        {
            news.Tell("free", "no other node signs with this key any more: the node may start");
            _ = news.Over("free");
        }

        _hold.Free();
    }

    private bool IsRunning => home.Supervisor == SupervisorPresence.Running && home.State.Value?.Daemon?.State == DaemonFacts.Running;

    private string Unasked => settings.Others.Count == 0
        ? "COSMOVISOR_RPC_FALLBACKS names no other node that could say whether this key signs elsewhere"
        : $"none of the {settings.Others.Count} nodes in COSMOVISOR_RPC_FALLBACKS could say whether this key signs elsewhere";
}
