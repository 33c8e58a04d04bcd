using System.Text;
using Cosmovisor.Events;

namespace Cosmovisor.Staging;

/// <summary>Brings one file here and answers for its checksum. Nothing of HTTP or TLS is loaded before the first http link.</summary>
internal sealed class Downloader(StagingSettings settings, INews news, IProgress<DownloadProgress>? progress = null) : IDisposable
{
    private const int LongestText = 1 << 20;

    private HttpSource? _http;

    /// <summary>
    /// Fetches a program or archive to <paramref name="path"/>; afterwards its checksum has been compared, if the link has one.
    /// </summary>
    /// <param name="url">Its link.</param>
    /// <param name="path">Where to.</param>
    /// <param name="scratch">A file that may be overwritten.</param>
    /// <param name="ct">Gives up.</param>
    public async Task FetchAsync(DownloadUrl url, string path, string scratch, CancellationToken ct)
    {
        Accept(url);
        news.Tell(new Happening.Downloading(url.Shown, null, null, null));
        await FetchAsync(url, path, scratch, settings.MaxSize, progress, ct);
    }

    /// <summary>
    /// Fetches what a plan's link leads to, under the same rule as the program: whoever can change this text chooses the program.
    /// </summary>
    public Task<string> FetchInfoAsync(DownloadUrl url, string scratch, CancellationToken ct)
    {
        Accept(url);
        return FetchTextAsync(url, scratch, ct);
    }

    /// <summary>Fetches a small text: a checksum list, a signature.</summary>
    /// <param name="url">Its link; a checksum in it is compared.</param>
    /// <param name="scratch">A file that may be overwritten.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<string> FetchTextAsync(DownloadUrl url, string scratch, CancellationToken ct)
    {
        await FetchAsync(url, scratch, scratch, LongestText, onward: null, ct);
        return await File.ReadAllTextAsync(scratch, Encoding.UTF8, ct);
    }

    public void Dispose() => _http?.Dispose();

    private void Accept(DownloadUrl url)
    {
        if (DownloadRule.WhatIsWrong(url, settings.MustHaveChecksum) is { } wrong)
        {
            throw new RefusedException(wrong);
        }

        if (DownloadRule.Warning(url) is { } warning)
        {
            news.Tell(new Happening.DownloadWarning(warning, url.Shown));
        }
    }

    private async Task FetchAsync(
        DownloadUrl url, string path, string scratch, long longest, IProgress<DownloadProgress>? onward, CancellationToken ct)
    {
        var expected = await ExpectedAsync(url, scratch, ct);
        var kind = expected?.Kind ?? ChecksumKind.Sha256;
        var report = new ProgressLog(url, news, onward);

        await using var file = new PartialFile(path, kind, longest);
        using var overall = CancellationTokenSource.CreateLinkedTokenSource(ct);
        overall.CancelAfter(settings.OverallLimit);

        try
        {
            await new RetryPolicy(settings, url, news).RunAsync(token => OneTryAsync(url, file, report.Report, token), overall.Token);
        }
        catch (DownloadInterruptedException e)
        {
            throw new RefusedException(
                $"the download of {url.Shown} failed {settings.Tries} times, the last time because {e.Message}; {file.Length} bytes had come. See whether this machine reaches the link",
                e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new RefusedException(
                $"the download of {url.Shown} was not done after {settings.OverallLimit}; {file.Length} bytes had come", e);
        }

        var sum = file.Sum();

        if (expected is not null && !expected.Matches(sum))
        {
            throw new RefusedException(
                $"checksum of {url.Shown}: expected {expected}, got {Shown(kind, sum)}, over {file.Length} bytes. The file was removed. Was it published again with other content, or changed on the way? Ask the publisher for the right checksum");
        }

        report.Done(file.Length, Shown(kind, sum));
    }

    private async Task<Checksum?> ExpectedAsync(DownloadUrl url, string scratch, CancellationToken ct)
    {
        switch (url.Checksum)
        {
            case ChecksumRule.Given given:
                return given.Checksum;
            case ChecksumRule.ListedIn { List: var list }:
                var text = await FetchTextAsync(list, scratch, ct);
                return ChecksumFile.Find(text, Uri.UnescapeDataString(url.Address.AbsolutePath)).IsOk(out var sum, out var reason)
                    ? sum
                    : throw new RefusedException($"{reason} ({list.Shown})");
            default:
                return null;
        }
    }

    private async Task OneTryAsync(DownloadUrl url, PartialFile file, Action<DownloadProgress> report, CancellationToken ct)
    {
        if (url.IsFile)
        {
            await FileSource.FetchAsync(url, file, report, ct);
        }
        else
        {
            _http ??= new HttpSource(settings);
            await _http.FetchAsync(url, file, report, ct);
        }
    }

    private static string Shown(ChecksumKind kind, byte[] sum) =>
        Checksum.Of(kind, Convert.ToHexStringLower(sum)).IsOk(out var shown, out var reason) ? shown.ToString() : reason;
}
