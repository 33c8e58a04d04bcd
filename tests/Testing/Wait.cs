using System.Diagnostics;
using Xunit;

namespace Cosmovisor.Testing;

/// <summary>Waits for a thing, never for a while: as long as a busy machine may take, and no longer.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);

    /// <param name="what">Named where it never comes.</param>
    /// <param name="isSo">Asked again until it is.</param>
    /// <param name="instead">What there is instead, told where it never comes.</param>
    /// <param name="limit">Another than <see cref="Limit"/>.</param>
    /// <exception cref="TimeoutException">It never came.</exception>
    public static void Until(string what, Func<bool> isSo, Func<string>? instead = null, TimeSpan? limit = null)
    {
        foreach (var look in Looks(what, instead, limit))
        {
            if (isSo())
            {
                return;
            }

            Thread.Sleep(PauseAfter(look));
        }
    }

    /// <summary>The same for a value: the first one that is found.</summary>
    public static T For<T>(string what, Func<T?> find)
        where T : struct
    {
        T? found = null;
        Until(what, () => (found = find()) is not null);
        return found!.Value;
    }

    /// <inheritdoc cref="Until"/>
    public static Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    /// <inheritdoc cref="Until"/>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, Func<string>? instead = null, TimeSpan? limit = null)
    {
        foreach (var look in Looks(what, instead, limit))
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(PauseAfter(look), TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<long> Looks(string what, Func<string>? instead, TimeSpan? limit)
    {
        var (began, longest) = (Stopwatch.GetTimestamp(), limit ?? Limit);

        while (Stopwatch.GetElapsedTime(began) < longest)
        {
            yield return Stopwatch.GetTimestamp();
        }

        throw new TimeoutException(
            $"waited {longest.TotalSeconds} s for {what}{(instead is null ? "" : $"; instead there is: {instead()}")}");
    }

    // At least as long as the look took: one that starts a program would keep a processor busy.
    private static TimeSpan PauseAfter(long look) =>
        Stopwatch.GetElapsedTime(look) is var took && took > ShortestPause ? took : ShortestPause;
}
