using System.Diagnostics;
using Cosmovisor.Detection;
using Cosmovisor.Home;

namespace Cosmovisor.Running;

/// <summary>
/// From a plan file that was written in this life to what it means: finds the node's height, and watches whether the node goes on. Main
/// thread only.
/// </summary>
/// <remarks>
/// The height is known from, in this order: a sign state that moved in this life; the node itself over its RPC; the last outlook; a sign
/// state that has not moved. While no plan file is in doubt nothing is looked at and no timer runs.
/// </remarks>
/// <param name="data">The node's data folder.</param>
/// <param name="node">The node itself.</param>
/// <param name="outlook">What was heard last, for the next start.</param>
/// <param name="clock">For the times of files.</param>
internal sealed class PlanFileWitness(string data, INodeHeight node, OutlookFile outlook, TimeProvider clock) : IWitness
{
    /// <summary>A node whose files have not been written for so long stands still.</summary>
    private static readonly TimeSpan Stillness = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenSlowLooks = TimeSpan.FromMinutes(10);

    private Action<Observation> _report = _ => { };
    private CurrentVersion? _version;
    private long? _runningSince;
    private long? _signedAtStart;
    private long? _heard;
    private bool _asking;
    private PlanFileWritten? _file;
    private PlanFileMeaning? _meaning;
    private bool _hasWaited;
    private NodeHeight? _atFirst;
    private NodeHeight? _nearAt;
    private DateTimeOffset _seen;
    private long _lastLook;
    private bool _hasLooked;
    private bool _isSettled;

    public void Begin(WatchedLife life)
    {
        var waiting = life.Waiting;
        (_version, _report, _asking, _heard) = (life.Version, life.Report, false, null);
        _runningSince = PlanFileOnDisk.DoneBy(life.Version)?.Height;
        _signedAtStart = DataHeightOnDisk.SignedHeight(data);
        (_file, _meaning, _isSettled) =
            (waiting is null ? null : new PlanFileWritten(waiting), waiting is null ? null : PlanFileMeaning.Coming, false);
        (_hasWaited, _atFirst, _nearAt) = (waiting is not null, null, null);
        (_seen, _lastLook) = (clock.GetUtcNow(), Stopwatch.GetTimestamp());
    }

    /// <summary>How long until <see cref="Look"/> has something to do; infinite while nothing is in doubt.</summary>
    public TimeSpan IsDueIn
    {
        get
        {
            if (_file is null || _isSettled || _meaning is null)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var left = (_meaning == PlanFileMeaning.Coming
                ? BetweenSlowLooks : _hasLooked ? BetweenLooks : FirstLook) - Stopwatch.GetElapsedTime(_lastLook);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>What a witness has reported, with what it means.</summary>
    /// <param name="seen">A plan file that was written, the height that the node told, or anything else, which is given back as it
    /// is.</param>
    /// <param name="hasEnded">Whether the daemon is gone: nobody is left to be asked.</param>
    /// <returns>Null when it has to be waited for.</returns>
    public Observation? Translate(Observation seen, bool hasEnded)
    {
        switch (seen)
        {
            case Observation.PlanFileWritten { File: var file }:
                (_file, _meaning, _isSettled, _heard, _seen) = (file, null, false, null, clock.GetUtcNow());
                (_lastLook, _hasLooked, _hasWaited) = (Stopwatch.GetTimestamp(), false, false);

                if (hasEnded || Moved is not null || !node.CanAsk || file.Plan.Name.Equals(
                    _version?.UpgradeName, StringComparison.OrdinalIgnoreCase))
                {
                    return Judge();
                }

                Ask();
                return null;

            case Observation.HeightHeard { Height: var height }:
                (_asking, _heard) = (false, height ?? _heard);
                return _file is null ? null : Judge();

            case Observation.LookedAhead { Height: { } height }:
                _heard = Math.Max(height, _heard ?? 0);
                return _file is null || _asking ? null : Judge();

            case Observation.LookedAhead:
                return null;

            default:
                return seen;
        }
    }

    /// <summary>
    /// Once all that the other witnesses have reported is translated: a file that still waited for the node's answer is told without it.
    /// </summary>
    /// <remarks>And a node whose sign state moved on before it ended has gone on.</remarks>
    public void End()
    {
        if (_file is null || _isSettled)
        {
            return;
        }

        if (_meaning is null)
        {
            Report(Judge());
            return;
        }

        _isSettled = true;

        if (Moved is { } moved && moved > _file.Plan.Height && _atFirst is { MayBeOld: false } then && moved > then.Height)
        {
            _report(new Observation.NodeGoesOn());
        }
    }

    /// <summary>Reports whether the node stands still or goes on, as soon as either can be told.</summary>
    public void Look() => Report(Looked());

    private Observation? Looked()
    {
        (_lastLook, _hasLooked) = (Stopwatch.GetTimestamp(), true);

        if (node.CanAsk && !_asking && Moved is null)
        {
            Ask();
        }

        if (Judge() is { } changed)
        {
            return changed;
        }

        if (_meaning == PlanFileMeaning.Coming)
        {
            return null;
        }

        if (_meaning != PlanFileMeaning.Near && GoesOn)
        {
            _isSettled = true;
            return new Observation.NodeGoesOn();
        }

        if (clock.GetUtcNow() - LastMoved < Stillness)
        {
            return null;
        }

        _isSettled = true;
        return new Observation.NodeStandsStill();
    }

    private long? Moved => DataHeightOnDisk.SignedHeight(data) is { } signed && signed != _signedAtStart ? signed : null;

    private NodeHeight? Height =>
        Moved is { } moved ? new NodeHeight(moved)
        : _heard is { } heard ? new NodeHeight(heard)
        : (outlook.Height, _signedAtStart) is var (last, signed) && (last ?? signed) is not null
            ? new NodeHeight(Math.Max(last ?? 0, signed ?? 0), MayBeOld: true)
        : null;

    // A file that has waited may be days old: what counts is how long its node has been close to its height without a block.
    private DateTimeOffset LastMoved =>
        NodeWork.LastWritten(data) is { } written && (_meaning != PlanFileMeaning.Near || written > _seen) ? written : _seen;

    private bool GoesOn =>
        Height is { MayBeOld: false } now && _atFirst is { MayBeOld: false } then ? now.Height > then.Height
        : NodeWork.LastWritten(data) is { } written && written - _seen > Proof;

    // Told when it changes: a sign state may begin to move, a height may be passed.
    private Observation.PlanFileSeen? Judge()
    {
        var at = Height;
        var (meaning, reason) = PlanFileRule.Of(
            _file!, _version?.UpgradeName, _runningSince, at, NodeWork.LastWritten(data) is not null, _hasWaited);
        _hasWaited |= meaning is PlanFileMeaning.Coming;

        if (meaning == PlanFileMeaning.Coming && at is { MayBeOld: false })
        {
            outlook.Write(at.Height, clock.GetUtcNow());
        }

        if (meaning == PlanFileMeaning.Near && at != _nearAt)
        {
            (_nearAt, _seen) = (at, clock.GetUtcNow());
        }

        if (meaning == _meaning)
        {
            return null;
        }

        var isFirst = _meaning is null or PlanFileMeaning.Coming or PlanFileMeaning.Near || _atFirst is null or { MayBeOld: true };
        _atFirst = isFirst ? at : _atFirst;
        _meaning = meaning;
        return new Observation.PlanFileSeen(
            _file!.Plan, meaning, reason, CanBeWatched: at is not null || NodeWork.LastWritten(data) is not null);
    }

    private void Report(Observation? seen)
    {
        if (seen is not null)
        {
            _report(seen);
        }
    }

    private void Ask()
    {
        var report = _report;
        _asking = true;
        node.Ask(height => report(new Observation.HeightHeard(height)));
    }
}
