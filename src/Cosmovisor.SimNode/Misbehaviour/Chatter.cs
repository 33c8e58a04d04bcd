using System.Diagnostics;
using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Misbehaviour;

/// <summary>Ordinary lines in extraordinary numbers: so many for each block, or so many bytes a second.</summary>
internal sealed class Chatter(Options options, Log log)
{
    private long _last = Stopwatch.GetTimestamp();
    private double _owed;
    private long _lines;

    public void Talk()
    {
        for (var i = 0L; i < options.LogLines; i++)
        {
            _ = Line();
        }

        // Never more than a second's worth: where the reader is slower than the rate, the debt would grow without end.
        var elapsed = Stopwatch.GetElapsedTime(_last).TotalSeconds;
        _last = Stopwatch.GetTimestamp();
        _owed += options.Chatty * Math.Min(elapsed, 1);

        for (; _owed > 0; _owed -= Line())
        {
        }
    }

    private int Line()
    {
        var line = log.Render(
            Severity.Info, "received proposal", "consensus", ("proposal", Sentences.Hash(++_lines)), ("proposer", Sentences.Hash(-_lines)));
        log.Output.Line(line);
        return line.Length + 1;
    }
}
