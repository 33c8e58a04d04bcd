using System.Diagnostics;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Waits for a thing, with a limit, where there is no <see cref="Run"/> at hand.</summary>
internal static class Soon
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static void Is(string what, Func<bool> isThere) => _ = Get(what, () => isThere() ? true : (bool?)null);

    public static T Get<T>(string what, Func<T?> find)
        where T : struct
    {
        var started = Stopwatch.GetTimestamp();

        while (true)
        {
            if (find() is { } found)
            {
                return found;
            }

            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"waited {Limit.TotalSeconds} s for {what}");
            }

            Thread.Sleep(2);
        }
    }
}
