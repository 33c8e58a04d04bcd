using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>The everyday lines of a node: its start, its blocks, its governance.</summary>
internal sealed class BlockLog(Options options, Log log)
{
    private Era Era => options.Era;

    public void Starting() =>
        log.Info(Era >= Era.V050 ? "starting node with ABCI CometBFT in-process" : "starting ABCI with Tendermint",
            Sentences.ServerModule(Era));

    public void Started(ChainState state, string? chainId)
    {
        if (chainId is not null)
        {
            log.Info("loaded genesis", Sentences.ServerModule(Era), ("chain_id", chainId));
        }

        log.Info(
            "ABCI Handshake App Info", "consensus",
            ("height", state.Height), ("hash", Sentences.Hash(state.Height)), ("software-version", options.Version), (
                "protocol-version", 0L));

        if (state.StoredHeight > state.Height)
        {
            log.Info("Replay last block using real app", "consensus");
        }
    }

    public void Executed(long height)
    {
        var hash = Sentences.Hash(height);

        switch (Era)
        {
            case Era.V038:
                log.Info("Executed block", "state", ("height", height), ("validTxs", 0L), ("invalidTxs", 0L));
                log.Info("Committed state", "state", ("height", height), ("txs", 0L), ("appHash", hash));
                break;
            case < Era.V050:
                log.Info("executed block", "state", ("height", height), ("num_invalid_txs", 0L), ("num_valid_txs", 0L));
                log.Info("committed state", "state", ("app_hash", hash), ("height", height), ("num_txs", 0L));
                break;
            default:
                log.Info("finalized block", "state", ("block_app_hash", hash), ("height", height), ("num_txs_res", 0L),
                    ("num_val_updates", 0L));
                log.Info("committed state", "state", ("block_app_hash", hash), ("height", height));
                break;
        }
    }

    public void Voted(long height)
    {
        for (var i = 0; i < options.Plans.Count; i++)
        {
            if (options.Plans[i] is var plan && plan.VotedAt == height)
            {
                var title = $"Upgrade to {plan.Name} at height {plan.Height}";
                log.Info("proposal submitted", "x/gov", ("proposal", (long)(i + 1)), ("title", title));
                log.Info("proposal tallied", "x/gov", ("proposal", (long)(i + 1)), ("results", "passed"), ("title", title));
            }
        }
    }

    public void Leaving(string signal)
    {
        if (Era == Era.V038)
        {
            log.Info($"captured {signal}, exiting...", "main");
        }
        else
        {
            if (Era >= Era.V050)
            {
                log.Info("caught signal", "server", ("signal", signal));
                log.Info("Closing application.db", Era == Era.V050 ? "server" : "baseapp");
            }
            else if (Era <= Era.V046)
            {
                log.Info("exiting...", Sentences.ServerModule(Era));
            }
        }
    }
}
