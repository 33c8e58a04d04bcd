using System.Text.Json;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Sandbox;

/// <summary>The other side of <see cref="ChildTask"/>: reads a request, does what it asks, and says how it ended.</summary>
/// <param name="tasks">By name.</param>
internal sealed class TaskProgram(IReadOnlyDictionary<string, (TaskLimits Limits, TaskWork Work)> tasks)
{
    private static readonly TimeSpan SignsOfLife = TimeSpan.FromSeconds(5);

    private const int LargestRequest = 16 * 1024 * 1024;

    /// <param name="words">Our command line (<see cref="TaskWords"/>).</param>
    /// <returns>The exit code; what counts is the last line.</returns>
    public int Run(string[] words)
    {
        Starter.RestoreSignals(); // TERM ends us at once
        ProcessName.Set("cosmovisor-task");
        var output = new TaskOutput();

        try
        {
            var task = tasks.TryGetValue(words[1], out var known) ? known : throw new RefusedException($"there is no task {words[1]}");

            if (OperatingSystem.IsLinux() && words[0] == TaskWords.First && task.Limits.AreKept)
            {
                Confinement.Enter(words, task.Limits);
            }

            TellWhatIsMissing(words, output);
            using var pulse = new Timer(_ => output.Say(new TaskLine()), null, SignsOfLife, SignsOfLife);
            output.Say(new TaskLine { Result = task.Work(StandardStreams.ReadInput(LargestRequest), output).GetAwaiter().GetResult() });
            return ExitCodes.Done;
        }
        catch (Exception ex) when (ex is RefusedException
            or IOException
            or UnauthorizedAccessException
            or JsonException
            or OutOfMemoryException)
        {
            output.Say(new TaskLine { Refused = ex is OutOfMemoryException ? "it needs more memory than it may have" : ex.Message });
            return ExitCodes.Failed;
        }
        catch (Exception ex) when (MissingOpenSsl(ex))
        {
            output.Say(new TaskLine { Refused = DeathWords.Of(["OpenSSL"]) });
            return ExitCodes.Failed;
        }
    }

    // Old kernels, and containers that keep it for themselves. The work goes on: it went on without any of it for years.
    private static void TellWhatIsMissing(string[] words, TaskOutput output)
    {
        if (words is [TaskWords.Confined, var task, { Length: > 0 } missing])
        {
            output.Say(new TaskLine
            {
                Remark = new TaskRemark(
                    LogLevel.Debug, "this system lacks part of what confines work on foreign bytes", ["task", task, "missing", missing]),
            });
        }
    }

    private static bool MissingOpenSsl(Exception? ex) =>
        ex is not null && (ex.Message.Contains("libssl", StringComparison.Ordinal)
            || ex.Message.Contains("OpenSsl", StringComparison.OrdinalIgnoreCase)
            || MissingOpenSsl(ex.InnerException));
}

/// <summary>What a task does, in the child.</summary>
/// <param name="request">As it was asked, in JSON.</param>
/// <param name="output">For what there is to say on the way.</param>
/// <returns>Its result, in JSON.</returns>
/// <exception cref="RefusedException">It cannot be done, and why.</exception>
internal delegate Task<JsonElement> TaskWork(byte[] request, TaskOutput output);
