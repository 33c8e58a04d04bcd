using Cosmovisor.Events;

namespace Cosmovisor.Logging;

/// <summary>Writes warnings to the terminal of a waiting operator, too.</summary>
/// <param name="news">Gets everything.</param>
/// <param name="output">Who waits.</param>
/// <param name="before">Done before a warning is told there: a line that is being drawn is ended.</param>
internal sealed class WarningsToo(INews news, TextWriter output, Action before) : INews
{
    public void Tell(Happening happening)
    {
        news.Tell(happening);

        if (happening.Level >= LogLevel.Warning)
        {
            before();
            output.WriteLine(LogText.Line("", isColoured: false, happening.Level, happening.Words, happening.LogFacts));
            output.Flush();
        }
    }
}
