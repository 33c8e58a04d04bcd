using System.Diagnostics;
using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Misbehaviour;

/// <summary>Ordinary lines in extraordinary numbers: so many for each block, or so many bytes a second.</summary>
internal sealed class Chatter(Options options, Log log)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _bytes;
    private long _lines;

    public void Talk()
    {
        for (var i = 0L; i < options.LogLines; i++)
        {
            Line();
        }

        while (_bytes < options.Chatty * Stopwatch.GetElapsedTime(_began).TotalSeconds)
        {
            Line();
        }
    }

    private void Line()
    {
        var line = log.Render(Severity.Info, "received proposal", "consensus", ("proposal", Sentences.Hash(++_lines)), ("proposer", Sentences.Hash(-_lines)));
        log.Output.Line(line);
        _bytes += line.Length + 1;
    }
}
