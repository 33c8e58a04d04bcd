using Cosmovisor.Holds;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>cosmovisorctl hold NAME --for 10m --why TEXT</c>: the supervisor waits before it starts the node, until that time is over.
/// </summary>
internal sealed class HoldCommand(DaemonHome home, TimeProvider clock, TextWriter output)
{
    /// <returns>0.</returns>
    /// <exception cref="RefusedException">It would hold nothing, or cannot be written.</exception>
    public int Run(string name, TimeSpan time, string why)
    {
        if (!Hold.IsName(name))
        {
            throw new RefusedException($"{ForeignText.Quote(name)} is not a name for a hold: it {Hold.NameRule}")
            {
                ExitCode = ExitCodes.Usage
            };
        }

        if (time <= TimeSpan.Zero || time > Hold.Longest)
        {
            throw new RefusedException(
                $"--for {GoDuration.Text(time)}: a hold lasts more than 0s and at most {GoDuration.Text(Hold.Longest)}. Give it again if it is needed longer")
            {
                ExitCode = ExitCodes.Usage
            };
        }

        var hold = new Hold(name, $"{UserRecord.OwnName}@{Environment.MachineName}", why, clock.GetUtcNow() + time);

        try
        {
            new HoldsFolder(home).Put(hold);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot write the hold into {home.Holds}: {ex.Message.TrimEnd('.')}. Nothing is held", ex);
        }

        output.WriteLine($"held until {hold.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: the node is not started before that. To start it earlier: cosmovisorctl release {name}");

        if (RunningSupervisor.Daemon(home) is { Pid: var pid })
        {
            output.WriteLine($"The node that runs now (pid {pid}) goes on: its next start waits, after an upgrade too");
        }

        return ExitCodes.Done;
    }
}
