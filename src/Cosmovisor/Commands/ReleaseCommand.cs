using Cosmovisor.Holds;
using Cosmovisor.Home;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl release NAME</c>: takes a hold away before its time.</summary>
internal sealed class ReleaseCommand(DaemonHome home, TimeProvider clock, TextWriter output)
{
    /// <returns>0 when it was removed, 1 when there is none of that name.</returns>
    /// <exception cref="RefusedException">It cannot be taken away.</exception>
    public int Run(string name)
    {
        var folder = new HoldsFolder(home);

        try
        {
            if (Hold.IsName(name) && folder.Remove(name))
            {
                output.WriteLine($"released: {name}{Others(folder)}");
                return ExitCodes.Done;
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot remove the hold {name}: {ex.Message.TrimEnd('.')}. It stays in force until its time", ex);
        }

        output.WriteLine($"there is no hold {ForeignText.Quote(name)}{Others(folder)}");
        return ExitCodes.Failed;
    }

    private string Others(
        HoldsFolder folder) => HoldsKnown.Nothing.LookAt(folder.Look(), clock.GetUtcNow(), TimeSpan.Zero).Standing is not [_, ..] standing
        ? ". Nothing holds the node"
        : $". {(standing.Count == 1 ? "This holds" : "These hold")} the node:\n{string.Join('\n', standing.Select(hold => $"  {hold.Line}"))}";
}
