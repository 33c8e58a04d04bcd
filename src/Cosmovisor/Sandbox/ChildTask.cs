using System.Text;
using System.Text.Json;
using Cosmovisor.Linux;

namespace Cosmovisor.Sandbox;

/// <summary>
/// Work on foreign bytes, done by a short-lived child of our own executable: whatever becomes of it, this process lives on.
/// </summary>
/// <remarks>
/// The request is one JSON text on the child's standard input; its answer is lines of JSON (<see cref="TaskLine"/>) on its standard output.
/// </remarks>
/// <param name="commands">Starts it, and ends it at its time limit.</param>
/// <param name="executable">This program's file.</param>
/// <param name="betweenLooks">After nine of these without a line from it, it is ended.</param>
internal sealed class ChildTask(IProgramRunner commands, string? executable = null, TimeSpan? betweenLooks = null)
{
    private const int LongestLine = 8 * 1024 * 1024; // a plan's info of 1 MiB, six times as long when each byte is escaped
    private const int MostLines = 100_000;
    private const int MostErrorLines = 20;

    private const int MostSilentLooks = 9;
    private static readonly TimeSpan OrdinaryLooks = TimeSpan.FromSeconds(10); // a child that works says so every 5 s

    // it has nothing to tidy up: what it leaves is the next staging's to remove
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Runs a task to its end. Blocks, so call it from a thread that may wait.</summary>
    /// <param name="order">What is to be done.</param>
    /// <param name="onLine">Gets progress and remarks as they come.</param>
    /// <param name="ct">Ends the child at once.</param>
    /// <returns>Its result, or why there is none.</returns>
    public Parsed<JsonElement> Run(TaskOrder order, Action<TaskLine>? onLine, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var errors = new Queue<string>();
        TaskLine? last = null;
        string? wrong = null;
        var count = 0;
        var pace = betweenLooks ?? OrdinaryLooks;

        using var silence = new SilenceWatch(pace, MostSilentLooks, () =>
        {
            wrong ??= $"did not report for {MostSilentLooks * pace.TotalSeconds:0.###} s";
            stop.Cancel();
        });

        void Hear(string text)
        {
            silence.Heard();

            if (wrong is not null)
            {
                return;
            }

            if (++count > MostLines || last is not null || !Read(text).IsOk(out var line, out wrong))
            {
                wrong ??= last is null ? $"said more than {MostLines} lines"
                    : "went on after its last line";
                stop.Cancel();
                return;
            }

            if (line is { Result: null, Refused: null })
            {
                onLine?.Invoke(line);
            }
            else
            {
                last = line;
            }
        }

        void HearError(string text)
        {
            errors.Enqueue(text);

            if (errors.Count > MostErrorLines)
            {
                _ = errors.Dequeue();
            }
        }

        try
        {
            var end = commands.Run(CommandFor(order, HearError), Hear, stop.Token);
            return Outcome(order, last, wrong, end, errors);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Parsed.Invalid<JsonElement>($"the process that {order.Does} {wrong}, and was stopped");
        }
    }

    private Command CommandFor(TaskOrder order, Action<string> hearError) => new(executable ?? OwnExecutable.Path, [
        TaskWords.First,
        order.Task,
        .. order.MayRead.Select(path => TaskWords.MayRead + path),
        .. order.MayWrite.Select(path => TaskWords.MayWrite + path)
    ])
    {
        Input = order.Request,
        Variables = order.Variables,
        LongestLine = LongestLine,
        OnErrorLine = hearError,
        TimeLimit = order.TimeLimit,
        Grace = Grace,
    };

    // A line that was read is worth more than the child's end behind it: it may have died while it was cleaning up.
    private static Parsed<JsonElement> Outcome(TaskOrder order, TaskLine? last, string? wrong, CommandEnd end, Queue<string> errors) =>
        last is { Refused: { } refused } ? Parsed.Invalid<JsonElement>(ForeignWords.Plain(refused))
        : last is { Result: { } result } && wrong is null ? Parsed.Ok(result)
        : Parsed.Invalid<JsonElement>(
            $"the process that {order.Does} {wrong ?? end.Trouble ?? $"{end.End} before it was done"}{LastWords(errors)}");

    private static string LastWords(Queue<string> errors)
    {
        var words = DeathWords.Of(errors);
        return words.Length == 0 ? "" : $": {ForeignWords.Plain(words)}";
    }

    private static Parsed<TaskLine> Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(text), TaskLineJson.Default.TaskLine) is { } line
                ? Parsed.Ok(line)
                : Parsed.Invalid<TaskLine>("gave an empty line");
        }
        catch (JsonException)
        {
            return Parsed.Invalid<TaskLine>("gave something that is not an answer");
        }
    }
}

/// <summary>A task and all that its child needs to know.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Does">The same for people, to be put behind "the process that": "downloads".</param>
/// <param name="Request">What it reads.</param>
/// <param name="TimeLimit">After this it is ended.</param>
internal sealed record TaskOrder(string Task, string Does, ReadOnlyMemory<byte> Request, TimeSpan TimeLimit)
{
    /// <summary>Files and folders that it may read, besides the system's own.</summary>
    public IReadOnlyList<string> MayRead { get; init; } = [];

    /// <summary>Folders that it may write in; no others.</summary>
    public IReadOnlyList<string> MayWrite { get; init; } = [];

    /// <summary>Variables added to its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>
    {
        ["DOTNET_EnableDiagnostics"] = "0", // under the JIT: no socket in /tmp for debuggers
    };
}
