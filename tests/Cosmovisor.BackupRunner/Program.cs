using System.Globalization;
using Cosmovisor;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

// Takes, copies ahead or restores the backup "v2" of a home, and ends itself with KILL at the log line or move on the disk whose number it is given: a process that tests may kill anywhere.
var (work, home, mode, killAt) = (args[0], new DaemonHome(args[1], "simd"), args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
var settings = new BackupSettings { Source = home.Data, Mode = BackupModes.Parse(mode).IsOk(out var known, out var wrong) ? known : throw new RefusedException(wrong) };
var log = new KillingLog(killAt);

try
{
    if (work == "take")
    {
        _ = UpgradePlan.Create("v2", 100, "").IsOk(out var plan, out _);
        var taken = new DataBackup(home, settings, log).TakeAsync(plan!, null, CancellationToken.None).GetAwaiter().GetResult();
        Console.WriteLine(taken!.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
    }
    else if (work == "ahead")
    {
        _ = UpgradePlan.Create("v2", 100, "").IsOk(out var plan, out _);
        _ = new AheadRound(home, settings, new AheadPace(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(15))).Run(plan!, CancellationToken.None);
    }
    else
    {
        _ = new BackupRestoreCommand(home, settings, log, TextWriter.Null, _ => true, _ => log.Reached()).Run("v2", new RestoreOptions(Mode: known), yes: true, null, CancellationToken.None);
    }
}
catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(ex.Message);
    return 70;
}

return 0;

internal sealed class KillingLog(int killAt) : ILog
{
    private int _lines;

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) => Reached();

    public void Reached()
    {
        if (Interlocked.Increment(ref _lines) == killAt)
        {
            _ = Libc.Kill(Environment.ProcessId, Signals.Kill);
        }
    }
}
