using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>
/// Every call that touches the home fails once, from the start to the end of a run with an upgrade in it: looking, listing and reading
/// included.
/// </summary>
public static class ACallThatFails
{
    private const int Sampled = 24; // of some hundreds; all of them with COSMOVISOR_EVERY_CALL=1
    private static readonly int[] Errors = [5, 28, 30, 13]; // EIO, ENOSPC, EROFS, EACCES

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void IsToldInWordsAndNeverAnAbort(string words)
    {
        using var killer = Killer.Build();
        string[] arguments = words.Split(' ');
        var calls = Count(killer, arguments);
        var step = Environment.GetEnvironmentVariable("COSMOVISOR_EVERY_CALL") == "1" ? 1 : Math.Max(1, calls / Sampled);
        var broken = new List<string>();

        for (var call = 1; call <= calls; call += step)
        {
            foreach (var errno in step == 1 ? Errors : [Errors[call / step % Errors.Length]])
            {
                using var home = Home();
                var end = killer.StrikeAny(home, call, errno, call, arguments);
                var when = string.Create(CultureInfo.InvariantCulture, $"errno {errno} at call {call} of {calls}: ended with {end.Code}");

                if (end.Code >= 128 || end.Error.Contains("nhandled exception", StringComparison.Ordinal))
                {
                    broken.Add($"{when}: {end.Error}");
                }
                else if (end.Code != 0 && end.Error.Length == 0)
                {
                    broken.Add($"{when}, and nothing was said");
                }
                else if (home.Run(arguments) is { Code: not 0 } again)
                {
                    broken.Add($"{when}, and the next start with {again.Code}: {again.Error}");
                }
            }
        }

        Assert.True(broken.Count == 0, $"{broken.Count}\n" + string.Join("\n\n", broken.Take(8)));
        Assert.True(calls > 50, $"only {calls} calls were counted");
    }

    private static int Count(Killer killer, string[] arguments)
    {
        using var home = Home();
        var (count, end) = killer.CountAll(home, arguments);
        Assert.True((end.Code, home.Current) == (0, "upgrades/v2"), $"{end.Code}: {end.Error}{home.Log}");
        return count;
    }

    private static NodeHome Home()
    {
        var home = new NodeHome(Directory.Exists("/dev/shm") ? "/dev/shm" : null)
            .Install("genesis",
                $"[ \"$1\" = start ] || exit 0\n{Supervision.Sentences.Halt("v2")}\necho '{{\"name\":\"v2\",\"height\":49}}' >\"$DAEMON_HOME/data/upgrade-info.json\"; exit 0")
            .Install("upgrades/v2", "[ \"$1\" != pre-upgrade ] || exit 1").Write("data/application.db/CURRENT", "x").Write(
                "data/application.db/000001.ldb", "keys")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        return home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));
    }
}
