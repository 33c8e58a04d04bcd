using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cosmovisor.Linux;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Staging;

/// <summary>The child's side of <see cref="StagingInChild"/>.</summary>
internal static class StagingTasks
{
    private static StagingHere Work => new(new ProgramRunner(new Children()));

    public static async Task<JsonElement> FetchAsync(byte[] request, TaskOutput output)
    {
        await Work.FetchAsync(Read(request, StagingJson.Default.FetchOrder), output, new ProgressLines(output), CancellationToken.None);
        return Answer(new NoAnswer(), StagingJson.Default.NoAnswer);
    }

    public static async Task<JsonElement> UnpackAsync(byte[] request, TaskOutput output)
    {
        var order = Read(request, StagingJson.Default.UnpackOrder);
        var version = await Work.UnpackAsync(order, output, CancellationToken.None);
        return Answer(new UnpackAnswer(Path.GetRelativePath(order.Tree, version)), StagingJson.Default.UnpackAnswer);
    }

    public static async Task<JsonElement> TryAsync(byte[] request, TaskOutput output)
    {
        using var descendants = new Descendants();
        var verdict = await Work.TryAsync(Read(request, StagingJson.Default.TrialOrder), CancellationToken.None);
        var (starts, words) = verdict is TrialVerdict.CannotStart { Reason: var reason } ? (false, reason)
            : (true, (verdict as TrialVerdict.Starts)?.Note);
        return Answer(new TrialAnswer(
            starts,
            descendants.WereTooMany ? $"{words}; it started more processes than {Descendants.Most}, and all of them were ended" : words,
            (verdict as TrialVerdict.Starts)?.HasPreUpgrade,
            (verdict as TrialVerdict.Starts)?.Version), StagingJson.Default.TrialAnswer);
    }

    private static T Read<T>(byte[] request, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(request, type) ?? throw new RefusedException("the request is empty");

    private static JsonElement Answer<T>(T answer, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(answer, type);

    /// <summary>Four lines a second, however fast the bytes come.</summary>
    private sealed class ProgressLines(TaskOutput output) : IProgress<DownloadProgress>
    {
        private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

        private long _said;

        public void Report(DownloadProgress value)
        {
            var now = TimeProvider.System.GetTimestamp();

            if (_said == 0 || value.Received == value.Total || TimeProvider.System.GetElapsedTime(_said, now) >= Pace)
            {
                _said = now;
                output.Say(new TaskLine { Progress = new TaskProgress(value.Received, value.Total) });
            }
        }
    }
}
