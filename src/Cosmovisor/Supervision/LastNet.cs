using System.Diagnostics;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>
/// What nobody expected: it is told in words, and the process ends with a code of ours instead of an abort that takes the node along in the
/// midst of its writing.
/// </summary>
/// <remarks>
/// On the main thread an exception is caught on its way up. On any other thread the runtime would abort at once; it is held there until the
/// main thread has ended the node.
/// </remarks>
internal static class LastNet
{
    // Longer than any grace an operator would set, and no longer than he would wait.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static string _program = "cosmovisor";
    private static Action<Exception>? _onFailure;

    /// <summary>Spread once, at our start.</summary>
    /// <param name="program">What to call ourselves.</param>
    public static void Spread(string program)
    {
        _program = program;
        AppDomain.CurrentDomain.UnhandledException += (_, failed) => Hold(failed.ExceptionObject as Exception);
    }

    /// <summary>While a node may run: who is told of a failure on another thread, and sees to our end.</summary>
    public static void TellOfFailures(Action<Exception>? onFailure) => _onFailure = onFailure;

    /// <summary>Whether it is one for the net. What stops an upgrade or a start has words and a code already.</summary>
    public static bool Holds(Exception ex) =>
        ex is not (RefusedException or Upgrading.UpgradeFailedException or Upgrading.UpgradeInterruptedException);

    /// <summary>What happened, for the operator: the disk's own words, or those of a fault of ours with the place.</summary>
    public static string Words(Exception ex) => ex is IOException or UnauthorizedAccessException
        ? $"{ex.Message.TrimEnd('.')}. Nothing was switched by this; check that file or disk, then start again"
        : $"an unexpected error: {ex.GetType().Name}: {ex.Message.ReplaceLineEndings(" ").TrimEnd('.')} ({Place(ex)}). Nothing was switched by this. It is a fault of cosmovisor: please report it with this line";

    private static void Hold(Exception? failure)
    {
        failure ??= new InvalidOperationException("a thread has failed");

        if (_onFailure is { } tell)
        {
            tell(failure);
            Thread.Sleep(Patience);
        }

        StandardError.Write($"{_program}: {Words(failure)}\n");
        ProcessImage.EndNow(ExitCodes.Failed);
    }

    private static string Place(Exception ex) => new StackTrace(ex).GetFrame(0) is { } frame
        ? DiagnosticMethodInfo.Create(frame) is { } method ? $"{method.DeclaringTypeName}.{method.Name}" : "place unknown"
        : "place unknown";
}
