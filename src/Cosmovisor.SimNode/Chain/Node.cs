using Cosmovisor.SimNode.Disk;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Misbehaviour;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Chain;

/// <summary>One life of the node: <c>start</c>.</summary>
internal sealed class Node(Options options, Log log, Signals signals, DataFolder data)
{
    private readonly BlockLog _blockLog = new(options, log);
    private readonly Chatter _chatter = new(options, log);
    private readonly Forgery _forgery = new(options, log);
    private readonly Halt _halt = new(options, log, new PlanFile(data.Path, options.Era));
    private readonly UpgradeModule _upgrades = new(options);

    /// <returns>The exit code.</returns>
    public static int Start(Options options)
    {
        var log = new Log(options);
        using var signals = new Signals(options, log);
        using var data = DataFolder.Open(options.Home);

        if (data is null)
        {
            Output.Error.Line("Error: resource temporarily unavailable");
            return 1;
        }

        return new Node(options, log, signals, data).Run();
    }

    private int Run()
    {
        var state = ChainState.Read(data.Path);
        var genesis = Genesis.Read(options.Home);
        state.BeginAt(genesis?.InitialHeight ?? 1);

        _blockLog.Started(state, genesis?.ChainId);
        Noise.Make(options, log.Output);
        Offspring.Make(options, data.Path);
        SayReady();

        for (var made = 0L; !signals.StopAsked && made != options.Blocks; made++)
        {
            if (Make(state, state.Height + 1) is { } ending)
            {
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

        _blockLog.Voted(height);
        _forgery.Log(height);
        _chatter.Talk();
        data.Append(height);
        state.Commit(height);
        _blockLog.Executed(height);
        Note(height);

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

    private bool HaltHeightReached(long height) => options.HaltHeight > 0 && height >= options.HaltHeight;

    // Up to 0.47 the block of that height is made, and the node then sends itself an interrupt.
    private Ending HaltAfterCommit()
    {
        log.Info("halting node per configuration", Sentences.UpgradeModule(options.Era), ("height", options.HaltHeight), ("time", 0L));
        return new Ending(Leave(waitForSignal: false));
    }

    private int Leave(bool waitForSignal)
    {
        _ = waitForSignal && signals.WaitForStop(Timeout.InfiniteTimeSpan);
        _blockLog.Leaving(signals.StoppedBy);

        if (options.TermDelay is { } delay)
        {
            Thread.Sleep(delay);
            Output.Standard.Line("Flushed");
        }

        return options.TermCode;
    }

    private void SayReady()
    {
        if (options.SayReady)
        {
            Output.Standard.Line($"ready pid={Environment.ProcessId}");
        }
    }

    /// <param name="ExitCode">Null: the process stays, and waits for a signal.</param>
    private sealed record Ending(int? ExitCode);
}
