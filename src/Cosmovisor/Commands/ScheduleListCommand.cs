using System.Globalization;
using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Commands;

/// <summary><c>show-upgrade-info</c> and <c>schedule list</c>: what is known of upgrades to come.</summary>
/// <param name="home">Whose schedule.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="output">The operator.</param>
internal sealed class ScheduleListCommand(DaemonHome home, string data, TextWriter output)
{
    /// <summary>The chain's plan file as it is, as the SDK's command prints it; where there is none, what comes next by our own schedule.</summary>
    /// <param name="warn">Told what is wrong with it.</param>
    /// <exception cref="RefusedException">It cannot be read.</exception>
    public void ShowPlanFile(Action<string> warn)
    {
        var path = DaemonHome.PlanFileIn(data);

        if (!PlanFileOnDisk.IsThere(path))
        {
            output.WriteLine(Coming() is { } plan ? PlanFile.Text(plan) : $"No upgrade info found at {path}");
            return;
        }

        if (!BoundedFile.ReadText(path).IsOk(out var text, out var reason))
        {
            throw new RefusedException($"failed to read {path}: it {reason}. The node writes it when it halts for an upgrade; nothing else should");
        }

        output.WriteLine(text.TrimEnd('\n'));

        if (!PlanFileOnDisk.Read(path).IsOk(out _, out reason))
        {
            warn($"no upgrade can be read from {path}: {reason}. The node writes it when it halts for an upgrade; nothing else should");
        }
    }

    // Exporters read one plan object, wherever it is known from.
    private UpgradePlan? Coming() => new ScheduleFile(home).Read().Entries is [var next, ..] ? next : null;

    /// <param name="asJson">The schedule as it is kept.</param>
    public void List(bool asJson)
    {
        var schedule = new ScheduleFile(home).Read();

        if (asJson)
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
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Height,12}  {plan.Name}"));
            }
        }
    }
}
