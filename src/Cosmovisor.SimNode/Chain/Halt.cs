using Cosmovisor.SimNode.Disk;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>The ways in which a node says that it cannot go on.</summary>
/// <remarks>Each gives the exit code, or null when the process stays alive without making blocks.</remarks>
internal sealed class Halt(Options options, Log log, PlanFile planFile)
{
    // Shortened, but with the shape of a real one: line breaks and tabs inside a quoted field.
    private const string Stack =
        "goroutine 144 [running]:\nruntime/debug.Stack()\n\truntime/debug/stack.go:24 +0x65\n"
        + "github.com/cometbft/cometbft/consensus.(*State).receiveRoutine.func2()\n\tconsensus/state.go:736 +0x4c\n"
        + "panic({0x1c5f2a0?, 0xc001a3d0b0?})\n\truntime/panic.go:884 +0x213\n"
        + "created by github.com/cometbft/cometbft/consensus.(*State).OnStart\n\tconsensus/state.go:385 +0x10c\n";

    /// <summary>The block was in the store already when this life began: no consensus routine is there to survive anything.</summary>
    public bool Replaying { get; set; }

    public int? UpgradeNeeded(ChainPlan plan)
    {
        var moment = options.PlanFile ?? options.Era.PlanFile();
        var text = Sentences.Needed(plan);
        var written = plan with { Height = plan.DueAt }; // the log tells the plan's height, the file the block's

        if (moment is PlanFileMoment.Before or PlanFileMoment.Early)
        {
            planFile.Write(written);
        }
        else if (moment is PlanFileMoment.Half)
        {
            planFile.WriteInHalves(written, options.HalfPause);
        }

        Announce(text);

        if (options.DieMidLine)
        {
            return options.ExitCode ?? 2;
        }

        if (moment is PlanFileMoment.After)
        {
            planFile.Write(written);
        }

        return Because(text, plan.DueAt);
    }

    /// <param name="text">The error, as x/upgrade or baseapp words it.</param>
    /// <param name="height">The block that could not be executed.</param>
    public int? Because(string text, long height)
    {
        switch (options.Halt ?? (Replaying ? null : options.Era.Halt()))
        {
            case HaltManner.Consensus:
                ConsensusFailure(text);
                return null;
            case HaltManner.Exit:
                return options.ExitCode ?? 1;
            // Found while replaying at start: up to 0.47 a panic nobody catches; later an error of the start command.
            case null when options.Era >= Era.V050:
                BlockFailed(text, "consensus");
                Panics.Line($"error during handshake: error on replay: {text}");
                return options.ExitCode ?? 1;
            // Since blocks give an error instead of panicking, the only panic left is that of a node that is catching up.
            case HaltManner.Panic when options.Era >= Era.V050:
                BlockFailed(text);
                Panics.Line($"panic: Failed to process committed block ({height}:{Sentences.Hash(height)}): {text}\n\n{Stack}");
                return options.ExitCode ?? 2;
            default:
                Panics.Line($"panic: {text}\n\n{Stack}");
                return options.ExitCode ?? 2;
        }
    }

    private Output Panics => options.HaltToStderr ?? true ? Output.Error : Output.Standard;

    private void Announce(string text)
    {
        var module = Sentences.UpgradeModule(options.Era);

        if (options.DieMidLine || options.SplitAnnouncement is not null)
        {
            log.ErrorInHalves(text, module, options.DieMidLine ? null : options.SplitAnnouncement);
        }
        else
        {
            log.Error(text, module);
        }
    }

    private void ConsensusFailure(string text)
    {
        if (options.Era >= Era.V050)
        {
            BlockFailed(text);
            text = $"failed to apply block; error {text}";
        }

        log.Error("CONSENSUS FAILURE!!!", "consensus", ("err", text), ("stack", Stack));
    }

    private void BlockFailed(string text, string module = "state") =>
        log.Error("error in proxyAppConn.FinalizeBlock", module, ("err", text));
}
