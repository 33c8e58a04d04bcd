using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Tests;

/// <summary>Takes, copies ahead or restores the backup "v2" of a home, and says how many milliseconds a taking took.</summary>
internal static class Backups
{
    private static readonly AheadPace Hasty = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(15));

    /// <returns>70, and why on standard error, where it could not be done.</returns>
    public static int Run(string work, DaemonHome home, string mode, string killAt)
    {
        try
        {
            Do(work, home, mode, killAt);
            return 0;
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(ex.Message);
            return 70;
        }
    }

    private static void Do(string work, DaemonHome home, string mode, string killAt)
    {
        var how = BackupModes.Parse(mode).IsOk(out var known, out var wrong) ? known : throw new RefusedException(wrong);
        var settings = new BackupSettings { Source = home.Data, Mode = how };
        var log = new KillingLog(int.Parse(killAt, CultureInfo.InvariantCulture));
        _ = UpgradePlan.Create("v2", 100, "").IsOk(out var plan, out _);

        switch (work)
        {
            case "take":
                var taken = new DataBackup(home, settings, log).TakeAsync(plan!, null, CancellationToken.None).GetAwaiter().GetResult();
                Console.WriteLine(taken!.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
                break;
            case "ahead":
                _ = new AheadRound(home, settings, Hasty).Run(plan!, CancellationToken.None);
                break;
            default:
                _ = new BackupRestoreCommand(home, settings, log, TextWriter.Null, _ => true, _ => log.Reached())
                    .Run("v2", new RestoreOptions(Mode: how), yes: true, null, CancellationToken.None);
                break;
        }
    }
}
