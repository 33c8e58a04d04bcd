namespace Cosmovisor.SimNode.Settings;

/// <summary>
/// Reads the command line. Before the command an unknown option is a mistake; after <c>start</c> it is a flag of a real node, and passed
/// over.
/// </summary>
internal sealed class OptionReader
{
    private readonly Options _options = new();
    private readonly Words _words;

    private OptionReader(string[] args) => _words = new Words(args);

    public static CommandLine Read(string[] args) => new OptionReader(args).Read();

    private CommandLine Read()
    {
        string? command = null;

        while (_words.Next(out var word))
        {
            if (word.StartsWith('-'))
            {
                if (!Take() && command is null)
                {
                    _words.Complain($"there is no option {_words.Option}; see simnode help");
                }
            }
            else if (command is null)
            {
                command = word;

                // Only behind start are there options of ours; the other commands look at their words themselves.
                if (command != "start")
                {
                    break;
                }
            }
        }

        DecidePlans();
        return new CommandLine(_options, command ?? "help", _words.Rest, _words.Complaint);
    }

    private void DecidePlans()
    {
        for (var i = 0; i < Math.Min(_options.Plans.Count, _options.VotedAt.Count); i++)
        {
            _options.Plans[i] = _options.Plans[i] with { VotedAt = _options.VotedAt[i] };
        }

        for (var i = 0; i < Math.Min(_options.Plans.Count, _options.CancelledAt.Count); i++)
        {
            _options.Plans[i] =
                _options.Plans[i] with { CancelledAt = _options.CancelledAt[i] is > 0 and var height ? height : long.MaxValue };
        }

        _options.Plans.Sort((a, b) => a.Height.CompareTo(b.Height));
    }

    private bool Take() => TakeIdentity() || TakeChain() || TakeNetwork() || TakeManner() || TakeTrouble();

    private bool TakeIdentity()
    {
        switch (_words.Option)
        {
            case "--as": _options.Version = _words.Text(); return true;
            case "--handles": _options.Handles.UnionWith(_words.List()); return true;
            case "--home": _options.Home = _words.Text(); return true;
            case "--era": _options.Era = _words.One(Eras.Parse, Eras.Choices); return true;
            case "--log_format": _options.LogFormat = _words.One(LogFormats.Parse, LogFormats.Choices); return true;
            case "--slog": _options.LogFormat = _words.One(LogFormats.ParseSlog, LogFormats.SlogChoices); return true;
            case "--log_no_color": _options.NoColour = _words.On(); return true;
            case "--announce-to": _options.LogToStderr = _words.One(Streams.IsStderr, Streams.Choices); return true;
            case "--halt-to": _options.HaltToStderr = _words.One(Streams.IsStderr, Streams.Choices); return true;
            case "--say-ready": _options.SayReady = _words.On(); return true;
            default: return false;
        }
    }

    private bool TakeChain()
    {
        switch (_words.Option)
        {
            case "--plan": _words.Plan(_options.Plans); return true;
            case "--voted-at": _options.VotedAt.AddRange(_words.List().Select(_words.Whole)); return true;
            case "--cancelled-at": _options.CancelledAt.AddRange(_words.List().Select(_words.Whole)); return true;
            case "--vote-blocks": _options.VoteBlocks = _words.Whole(); return true;
            case "--unsafe-skip-upgrades": _options.SkipHeights.UnionWith(_words.List().Select(_words.Whole)); return true;
            case "--knows-halt-height": _options.KnowsHaltHeight = _words.On(); return true;
            case "--records": _words.Plan(_options.Records); return true;
            case "--adds-store": _options.AddsStore = _words.Text(); return true;
            case "--double-sign-check-height": _options.DoubleSignCheckHeight = _words.Whole(); return true;
            case "--sign-state": _options.SignState = _words.One(SignStates.Parse, SignStates.Choices); return true;
            case "--rpc": _options.Rpc = _words.Text(); return true;
            case "--halt-height": _options.HaltHeight = _words.Whole(); return true;
            case "--block-time": _options.BlockTime = _words.Milliseconds(); return true;
            case "--note-blocks": _options.NoteBlocks = _words.Text(); return true;
            case "--blocks": _options.Blocks = _words.Whole(); return true;
            default: return false;
        }
    }

    private bool TakeNetwork()
    {
        switch (_words.Option)
        {
            case "--replay": _options.Replay = _words.Text(); return true;
            case "--migration-time": _options.MigrationTime = _words.Milliseconds(); return true;
            case "--first-block-after": _options.FirstBlockAfter = _words.MillisecondsOrNever(); return true;
            case "--catches-up-to": _options.CatchesUpTo = _words.Whole(); return true;
            case "--keeps-blocks": _options.KeepsBlocks = _words.Whole(); return true;
            case "--proposals": _options.Proposals = (int)_words.Whole(); return true;
            case "--note-questions": _options.NoteQuestions = _words.Text(); return true;
            case "--signs": _options.Signs = _words.On(); return true;
            default: return false;
        }
    }

    private bool TakeManner()
    {
        switch (_words.Option)
        {
            case "--halt": _options.Halt = _words.One(HaltManners.Parse, HaltManners.Choices); return true;
            case "--plan-file": _options.PlanFile = _words.One(PlanFileMoments.Parse, PlanFileMoments.Choices); return true;
            case "--plan-file-info": _options.PlanFileInfo = _words.On(); return true;
            case "--handlers-after": _options.HandlersAfter = _words.Milliseconds(); return true;
            case "--half-pause": _options.HalfPause = _words.Milliseconds(); return true;
            case "--exit-code": _options.ExitCode = _words.Small(); return true;
            case "--no-pre-upgrade": _options.HasNoPreUpgrade = true; return true;
            case "--pre-upgrade-exit": _options.PreUpgradeExits.AddRange(_words.List().Select(_words.Small)); return true;
            case "--term-delay": _options.TermDelay = _words.Milliseconds(); return true;
            case "--term-code": _options.TermCode = _words.Small(); return true;
            case "--log-signals": _options.LogSignals = _words.On(); return true;
            default: return false;
        }
    }

    private bool TakeTrouble()
    {
        switch (_words.Option)
        {
            case "--ignore-term": _options.IgnoreTerm = _words.On(); return true;
            case "--fork": _options.Forks = _words.Small(); return true;
            case "--fork-ignore-term": _options.ForksIgnoringTerm = _words.Small(); return true;
            case "--fork-daemonize": _options.ForksDaemonized = _words.Small(); return true;
            case "--big-line": _options.BigLine = _words.Whole(); return true;
            case "--garbage": _options.Garbage = _words.Whole(); return true;
            case "--seed": _options.Seed = _words.Small(); return true;
            case "--die-mid-line": _options.DieMidLine = _words.On(); return true;
            case "--split-announcement": _options.SplitAnnouncement = _words.Milliseconds(); return true;
            case "--forge": _options.Forge = _words.On(); return true;
            case "--chatty": _options.Chatty = _words.Whole(); return true;
            case "--log-lines": _options.LogLines = _words.Whole(); return true;
            default: return false;
        }
    }
}
