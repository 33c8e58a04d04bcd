using System.Runtime.ExceptionServices;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Threads that work off a list of files together, each with a buffer and a hash of its own.</summary>
internal static class FileWorkers
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// How many share files: they only keep the processors busy, and more of them would wait for each other at the folder they write to.
    /// </summary>
    public static int ToShare => Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>How many read files: more than there are processors, because a file that nobody has read lately is waited for.</summary>
    public static int ToRead => Math.Clamp(4 * Environment.ProcessorCount, 4, 16);

    /// <summary>Returns when all is done; throws what went wrong first, when all threads have ended.</summary>
    /// <param name="threads">At most how many at once.</param>
    /// <param name="files">How many there are.</param>
    /// <param name="work">Done once for each, by its number, in their order; several at once.</param>
    /// <param name="count">Informed of every part that is done, in bytes, by several threads.</param>
    /// <param name="meanwhile">Done again and again by the thread that waits. When it throws, the work is broken off.</param>
    /// <param name="ct">Breaks it off.</param>
    public static void Run(
        int threads, int files, Action<int, FileCopy, CancellationToken> work, Action<long> count, Action meanwhile, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var ended = new CountdownEvent(1);
        ExceptionDispatchInfo? failure = null;
        var next = -1;

        void Fail(Exception cause)
        {
            _ = Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(cause), null);
            stop.Cancel();
        }

        void Work()
        {
            try
            {
                using var copy = new FileCopy(count);

                while (Interlocked.Increment(ref next) is var turn && turn < files)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    work(turn, copy, stop.Token);
                }
            }
            catch (Exception cause) // Handed over to the thread that waits, whatever it is.
            {
                Fail(cause);
            }
            finally
            {
                _ = ended.Signal();
            }
        }

        for (var thread = 0; thread < Math.Min(threads, files); thread++)
        {
            ended.AddCount();

            if (SpareThread.Start($"backup {thread}", Work) is null)
            {
                if (thread == 0)
                {
                    Work();
                }
                else
                {
                    _ = ended.Signal();
                }

                break; // those that there are do it alone
            }
        }

        _ = ended.Signal();

        while (!ended.Wait(BetweenLooks, CancellationToken.None))
        {
            try
            {
                meanwhile();
            }
            catch (Exception cause) // The threads must have ended before anything is removed.
            {
                Fail(cause);
            }
        }

        failure?.Throw();
    }
}
