using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>Does the work in this process: in the child of a task.</summary>
/// <param name="commands">Starts the binary that is tried.</param>
internal sealed class StagingHere(IProgramRunner commands) : IStagingWork
{
    public async Task FetchAsync(FetchOrder order, INews news, IProgress<DownloadProgress>? progress, CancellationToken ct)
    {
        var url = order.Url;
        using var downloader = new Downloader(order.Settings, news, progress);

        if (order.IsInfo)
        {
            await downloader.FetchInfoAsync(url, order.To, ct);
            return;
        }

        await downloader.FetchAsync(url, order.To, order.Scratch, ct);

        if (order.Signature is { } signature)
        {
            await downloader.FetchTextAsync(url.Beside(Signatures.Ending), signature, ct);
        }
    }

    public Task<string> UnpackAsync(UnpackOrder order, INews news, CancellationToken ct) => Task.Run(() => Unpack(order, news, ct), ct);

    public Task<TrialVerdict> TryAsync(TrialOrder order, CancellationToken ct) => Task.Run(
        () => order.LookFirst && UsableBinary.WhyNot(order.Binary, order.VersionFolder) is { } wrong
            ? new TrialVerdict.CannotStart(wrong)
            : new TrialRun(commands, order).Run(ct),
        ct);

    private static string Unpack(UnpackOrder order, INews news, CancellationToken ct)
    {
        if (order is { Keys: { } keys, Signature: { } signature })
        {
            var from = order.SignatureFrom ?? "";
            var text = BoundedFile.ReadText(signature).IsOk(out var read, out var unread) ? read
                : throw new RefusedException($"the signature {from} {unread}");
            news.Tell(new Happening.SignatureValid(from, Signatures.Trusting(keys).Check(order.File, text, from)));
        }

        var tree = new UnpackedTree(order.Tree, new FileInfo(order.File).Length, new UnpackLimits(order.MaxSize), ct);


        try
        {
            return Unpacker.Unpack(order.File, order.Archive, order.DaemonName, tree);
        }
        catch (RefusedException e)
        {
            throw new RefusedException($"what {order.From} leads to cannot be used: {e.Message}", e);
        }
        catch (OutOfMemoryException e)
        {
            throw new RefusedException(
                $"what {order.From} leads to cannot be used: unpacking it needs more memory than it may have. Archives of ordinary tools and levels need 128 MiB at most",
                e);
        }
    }
}
