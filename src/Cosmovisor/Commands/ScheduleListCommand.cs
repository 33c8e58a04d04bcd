using Cosmovisor.Home;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>schedule list [--json]</c>: the operator's schedule, the next upgrade first.</summary>
internal sealed class ScheduleListCommand(DaemonHome home, TextWriter output)
{
    /// <param name="json">The schedule as it is kept.</param>
    public int Run(bool json)
    {
        var schedule = new ScheduleFile(home).Read();

        if (json)
        {
            output.WriteLine(string.Join('\n', schedule.Lines()));
        }
        else if (schedule.Entries is [])
        {
            output.WriteLine("nothing is scheduled");
        }
        else
        {
            foreach (var plan in schedule.Entries)
            {
                output.WriteLine($"{plan.Height,12}  {plan.Name}");
            }
        }

        return ExitCodes.Done;
    }
}
