using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cosmovisor.Events;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Staging;

/// <summary>Has the work done by children of ours, one for each part, each behind limits of its own (ADR 22).</summary>
/// <param name="tasks">Starts them.</param>
internal sealed class StagingInChild(ChildTask tasks) : IStagingWork
{
    public const string FetchTask = "fetch";
    public const string UnpackTask = "unpack";
    public const string TryTask = "try";

    private static readonly TimeSpan Unpacking = TimeSpan.FromHours(1);
    private static readonly TimeSpan AroundATrial = TimeSpan.FromSeconds(20); // its stop, and all it has started

    public async Task FetchAsync(FetchOrder order, INews news, IProgress<DownloadProgress>? progress, CancellationToken ct)
    {
        var url = order.Url;
        var list = (url.Checksum as ChecksumRule.ListedIn)?.List;
        string[] files = [order.Settings.NetrcFile, .. new[] { url, list }.Where(link => link is { IsFile: true }).Select(
            link => link!.Address.LocalPath)];
        var task = new TaskOrder(
            FetchTask, $"downloads {url.Shown}", Bytes(order, StagingJson.Default.FetchOrder), order.Settings.OverallLimit * 4)
        {
            MayRead = files,
            MayWrite = [FolderOf(order.To)],
        };
        _ = await RunAsync(task, StagingJson.Default.NoAnswer, news, progress, ct);
    }

    public async Task<string> UnpackAsync(UnpackOrder order, INews news, CancellationToken ct)
    {
        var task = new TaskOrder(
            UnpackTask, $"unpacks what came from {order.From}", Bytes(order, StagingJson.Default.UnpackOrder), Unpacking)
        {
            MayRead = [FolderOf(order.File), .. new[] { order.Keys }.OfType<string>()],
            MayWrite = [order.Tree],
        };
        var answer = await RunAsync(task, StagingJson.Default.UnpackAnswer, news, null, ct);
        return UnpackedVersion.In(order.Tree, answer.Version);
    }

    public async Task<TrialVerdict> TryAsync(TrialOrder order, CancellationToken ct)
    {
        var task = new TaskOrder(TryTask, $"starts {order.Binary} once to see", Bytes(order, StagingJson.Default.TrialOrder), order.Limit
            + AroundATrial)
        {
            MayWrite = [order.Home],
        };
        var answer = await RunAsync(task, StagingJson.Default.TrialAnswer, news: null, progress: null, ct);
        return answer.Starts ? new TrialVerdict.Starts(answer.Words) { HasPreUpgrade = answer.HasPreUpgrade, Version = answer.Version }
            : new TrialVerdict.CannotStart(answer.Words ?? "could not be started");
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(file)!;

    private static byte[] Bytes<T>(T order, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(order, type);

    private async Task<T> RunAsync<T>(
        TaskOrder order, JsonTypeInfo<T> type, INews? news, IProgress<DownloadProgress>? progress, CancellationToken ct)
    {
        var result = await Task.Run(() => tasks.Run(order, line => Tell(line, news, progress), ct), ct);

        try
        {
            return !result.IsOk(out var answer, out var reason) ? throw new RefusedException(reason)
                : answer.Deserialize(type) ?? throw new RefusedException($"the process that {order.Does} said nothing");
        }
        catch (JsonException ex)
        {
            throw new RefusedException($"the process that {order.Does} gave something that is not an answer", ex);
        }
    }

    private static void Tell(TaskLine line, INews? news, IProgress<DownloadProgress>? progress)
    {
        if (line.Progress is { } far)
        {
            progress?.Report(new DownloadProgress(far.Done, far.Total));
        }

        if (line.Remark is { } remark && news is not null)
        {
            remark.WriteTo(news);
        }
    }
}
