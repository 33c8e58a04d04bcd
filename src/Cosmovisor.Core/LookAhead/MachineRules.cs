using Cosmovisor.Backups;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>What follows for a coming upgrade from how this machine runs the node.</summary>
internal static class MachineRules
{
    private const double NearlyAll = 0.9;

    /// <param name="unit">The unit that the supervisor runs in.</param>
    /// <param name="grace">How long the node may take to end.</param>
    /// <param name="restartsItself">The new version is started by us, after the upgrade.</param>
    public static ReadinessCheck Unit(UnitSettings unit, TimeSpan grace, bool restartsItself)
    {
        var wrong = new List<string>();
        var lines = new List<string>();

        if (unit.StopTimeout is { } timeout && timeout <= grace)
        {
            wrong.Add(
                $"TimeoutStopSec is {GoDuration.Text(timeout)}, and the node may take {GoDuration.Text(grace)} to end: systemd would kill it in the middle of a write");
            lines.Add($"TimeoutStopSec={Math.Ceiling(grace.TotalSeconds) + 30}");
        }

        if (unit.KillMode == "none")
        {
            wrong.Add("KillMode is none: what a stop leaves behind is not ended, and keeps the databases locked");
            lines.Add("KillMode=mixed");
        }

        if (unit.Restart is "no" or "on-failure" or "on-abnormal" or "on-abort" or "on-watchdog" && !restartsItself)
        {
            wrong.Add(
                $"Restart is {unit.Restart}, and DAEMON_RESTART_AFTER_UPGRADE is not true: nothing starts the new version after the upgrade");
            lines.Add("Restart=always");
        }

        return wrong.Count == 0
            ? new ReadinessCheck("unit", CheckResult.Ok, $"{unit.Unit} lets the node end, and starts it again")
            : new ReadinessCheck("unit", CheckResult.Warning, $"{unit.Unit}: {string.Join("; ", wrong)}",
                $"systemctl edit {unit.Unit}, and below [Service]: {string.Join(", ", lines)}");
    }

    /// <param name="limit">Bytes that the node's cgroup may use; null for no limit.</param>
    /// <param name="used">Bytes that the node holds, without what it only caches of files; null where that is not known.</param>
    public static ReadinessCheck Memory(long? limit, long? used) => (limit, used) switch
    {
        (null, _) => new ReadinessCheck("memory", CheckResult.Ok, "no memory limit is set for the node"),
        (_, null) => new ReadinessCheck("memory", CheckResult.Unknown, "the memory use of the node is not known"),
        ({ } most, { } now) when now > most * NearlyAll => new ReadinessCheck(
            "memory", CheckResult.Warning,
            $"the node uses {ByteCount.Text(now)} of the {ByteCount.Text(most)} it may: a migration needs more, and the kernel would kill it",
            "Raise MemoryMax= of the unit, or the limit of the container"),
        ({ } most, { } now) =>
            new ReadinessCheck("memory", CheckResult.Ok, $"the node uses {ByteCount.Text(now)} of the {ByteCount.Text(most)} it may"),
    };

    /// <param name="nodeHome">Where the node lives, by its <c>--home</c>.</param>
    /// <param name="daemonHome">DAEMON_HOME.</param>
    /// <param name="areSame">Whether that is one folder.</param>
    public static ReadinessCheck Home(string nodeHome, string daemonHome, bool areSame) => areSame
        ? new ReadinessCheck("home", CheckResult.Ok, "the node's home is DAEMON_HOME")
        : new ReadinessCheck("home", CheckResult.Warning,
            $"the node's home is {nodeHome}, and DAEMON_HOME is {daemonHome}: see whether these binaries and that data belong together");

    /// <param name="elsewhere">What leads outside of its data folder, and where to.</param>
    /// <param name="data">The data folder.</param>
    public static ReadinessCheck Elsewhere(
        IReadOnlyCollection<(string Setting, string Path)> elsewhere, string data) => elsewhere.Count == 0
        ? new ReadinessCheck("data-elsewhere", CheckResult.Ok, "the node keeps all of its data in one folder")
        : new ReadinessCheck(
            "data-elsewhere", CheckResult.Warning,
            $"the backup of {data} is incomplete: {string.Join(", ", elsewhere.Select(one => $"{one.Setting} is {ForeignText.Printable(one.Path)}"))}",
            "Back that up by other means, or with COSMOVISOR_BACKUP_COMMAND");
}
