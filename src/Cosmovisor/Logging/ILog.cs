using Cosmovisor.Events;

namespace Cosmovisor.Logging;

/// <summary>The operator's log. Writing never throws and never waits for anything but the disk.</summary>
internal interface ILog : INews
{
    /// <summary>How many lines could not be written, of all.</summary>
    long Lost => 0;

    /// <summary>Whether who reads our standard error has seen the last line.</summary>
    bool IsSeenOnStandardError => false;

    void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts);

    /// <summary>What happens, as lines: the first has the facts.</summary>
    void INews.Tell(Happening happening)
    {
        if (!happening.Kind.IsLogged)
        {
            return;
        }

        ReadOnlySpan<(string, object?)> facts = happening.LogFacts;

        foreach (var line in happening.Words.Split('\n'))
        {
            Write(happening.Level, line, facts);
            facts = [];
        }
    }
}
