using Cosmovisor.Linux;

namespace Cosmovisor.Events;

/// <summary>
/// Whoever sits before the terminal, told what he would not look for in a file. Where our log is on standard error, that has told it.
/// </summary>
/// <param name="logIsSeen">Whether the log is there, and was taken.</param>
internal sealed class TerminalNews(Func<bool> logIsSeen) : INews
{
    public void Tell(Happening happening)
    {
        if (happening.OnTheTerminal is { } words && !logIsSeen())
        {
            StandardError.Write($"cosmovisor: {words}\n");
        }
    }
}
