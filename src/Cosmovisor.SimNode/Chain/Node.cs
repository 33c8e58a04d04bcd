using Cosmovisor.SimNode.Disk;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Misbehaviour;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Rpc;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>One life of the node: <c>start</c>.</summary>
internal sealed class Node(Options options, Log log, BlockLog blockLog, Signals signals, DataFolder data)
{
    private readonly Chatter _chatter = new(options, log);
    private readonly Forgery _forgery = new(options, log);
    private readonly PlanFile _planFile = new(data.Path, options);
    private readonly Halt _halt = new(options, log, new PlanFile(data.Path, options));
    private readonly NewStore _newStore = new(options, data.Path);
    private readonly UpgradeModule _upgrades = new(options);

    /// <returns>The exit code.</returns>
    public static int Start(Options options)
    {
        if (!options.KnowsHaltHeight && options.HaltHeight is not null)
        {
            Output.Error.Line("Error: unknown flag: --halt-height");
            return 1;
        }

        var log = new Log(options);
        var blockLog = new BlockLog(options, log);
        blockLog.Starting();
        Thread.Sleep(options.HandlersAfter); // without handlers, as a Go program in its first seconds: TERM kills it
        using var signals = new Signals(options, log);
        using var data = DataFolder.Open(options.Home);

        if (data is null)
        {
            Output.Error.Line("Error: resource temporarily unavailable");
            return 1;
        }

        return new Node(options, log, blockLog, signals, data).Run();
    }

    private int Run()
    {
        var state = ChainState.Read(data.Path);
        state.SignState = options.SignState;
        var genesis = Genesis.Read(options.Home);
        state.BeginAt(genesis?.InitialHeight ?? 1);

        blockLog.Started(state, genesis?.ChainId);
        Noise.Make(options, log.Output);
        Offspring.Make(options, data.Path);

        if (_newStore.Refusal(state.Height, _planFile) is { } refusal)
        {
            Output.Error.Line(refusal);
            return options.Era >= Era.V050 ? 2 : 1;
        }

        if (state.HasSignedWithin(options.DoubleSignCheckHeight))
        {
            log.Info("found signature from the same key", "consensus", ("height", state.StoredHeight), ("idx", 1L));
            Output.Error.Line("panic: Failed to start consensus state: found signature from the same key");
            return 2;
        }

        if (options.SayReady)
        {
            Output.Standard.Line($"ready pid={Environment.ProcessId}");
        }

        return MakeBlocks(state);
    }

    private int MakeBlocks(ChainState state)
    {
        using var rpc = new RpcServer(options, state);

        for (var made = 0L; !signals.StopAsked && made != options.Blocks; made++)
        {
            // A block that is replayed at the start is made before the RPC is up; what ends there was never seen on it.
            if (state.StoredHeight == state.Height)
            {
                rpc.Listen();
            }

            if (options.FirstBlockAfter is { } wait && state.StandsAtAnUpgrade(options.Plans) && signals.WaitForStop(wait))
            {
                break;
            }

            if (Make(state, state.Height + 1) is { } ending)
            {
                rpc.Listen();
                return ending.ExitCode ?? Leave(waitForSignal: true);
            }

            _ = options.BlockTime > TimeSpan.Zero && signals.WaitForStop(options.BlockTime);
        }

        return Leave(waitForSignal: false);
    }

    /// <returns>Null when the block was made and the next one may come.</returns>
    private Ending? Make(ChainState state, long height)
    {
        _halt.Replaying = state.StoredHeight >= height;
        state.Store(height);

        if (options.Era >= Era.V050 && HaltHeightReached(height))
        {
            return new Ending(_halt.Because(Sentences.HaltHeight(options), height));
        }

        if (Begin(state, height) is { } ending)
        {
            return ending;
        }

        blockLog.Voted(height);
        _forgery.Log(height);
        _chatter.Talk();
        data.Append(height);
        state.Commit(height);
        _newStore.Commit();
        blockLog.Executed(height);
        Note(height);
        WriteAhead(height);

        return HaltHeightReached(height) ? HaltAfterCommit() : null;
    }

    private Ending? Begin(ChainState state, long height)
    {
        var module = Sentences.UpgradeModule(options.Era);

        switch (_upgrades.At(height, state.LastApplied))
        {
            case BlockVerdict.Needed(var plan):
                return new Ending(_halt.UpgradeNeeded(plan));
            case BlockVerdict.TooEarly(var plan):
                var text = Sentences.TooEarly(plan, options.Era);
                log.Error(text, module);
                return new Ending(_halt.Because(text, height));
            case BlockVerdict.MissingPast(var name):
                return new Ending(_halt.Because(Sentences.MissingPast(name, options.Era), height));
            case BlockVerdict.Skipped(var plan):
                log.Info(Sentences.Skipped(plan), module);
                return null;
            case BlockVerdict.Applied(var plan):
                log.Info(Sentences.Applied(plan), module);

                if (options.Era >= Era.V054)
                {
                    log.Info("Starting upgrade", "baseapp", ("name", plan.Name), ("height", height));
                }

                Thread.Sleep(options.MigrationTime);
                state.Apply(plan.Name);
                return null;
            default:
                return null;
        }
    }

    private void Note(long height)
    {
        if (options.NoteBlocks is { } file)
        {
            File.AppendAllText(file, $"{height} {options.Version}\n");
        }
    }

    // Story's node writes the file when an upgrade is decided, and again at its height; Galactica's and Celestia's write what they carry
    // out themselves.
    private void WriteAhead(long height)
    {
        if (options.PlanFile is PlanFileMoment.Early && options.Plans.Find(plan => plan.VotedAt == height) is { } decided)
        {
            _planFile.Write(decided);
            log.Info("Upgrade is scheduled successfully", Sentences.UpgradeModule(options.Era), ("upgrade_height", decided.Height),
                ("upgrade_name", decided.Name));
        }

        if (options.Records.Find(plan => plan.Height == height) is { } own)
        {
            log.Info("Applying upgrade plan", "baseapp", ("info", own.Info), ("upgrade", own.Name));
            _planFile.Write(own);
        }
    }

    private bool HaltHeightReached(long height) => options.HaltHeight is > 0 and var halt && height >= halt;

    // Up to 0.47 the block of that height is made, and the node then sends itself an interrupt.
    private Ending HaltAfterCommit()
    {
        log.Info("halting node per configuration", Sentences.UpgradeModule(options.Era), ("height", options.HaltHeight ?? 0));
        return new Ending(Leave(waitForSignal: false));
    }

    private int Leave(bool waitForSignal)
    {
        _ = waitForSignal && signals.WaitForStop(Timeout.InfiniteTimeSpan);
        blockLog.Leaving(signals.StoppedBy);

        if (options.TermDelay is { } delay)
        {
            Thread.Sleep(delay);
            Output.Standard.Line("Flushed");
        }

        return options.TermCode;
    }

    /// <param name="ExitCode">Null: the process stays, and waits for a signal.</param>
    private sealed record Ending(int? ExitCode);
}
