using Cosmovisor.Disk;
using Cosmovisor.Linux;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Home;

/// <summary>
/// <c>cosmovisor/upgrade-request.json</c>: what an operator asks the supervisor for, and its answer. A command writes it, the supervisor
/// answers in it.
/// </summary>
/// <remarks>
/// Both change it under the lock of the folder, whole and flushed: a request is there or it is not, and no answer is given to another one.
/// </remarks>
internal sealed class RequestFile(DaemonHome home)
{
    private const int Largest = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Path => home.Request;

    /// <summary>Null when there is none; why it asks for nothing otherwise. Never throws.</summary>
    public Parsed<UpgradeRequest>? Read() => FileFacts.IfReadable(home.Request) is null ? null
        : TrustedFile.Read(home.Request, Largest, FileFacts.OfTarget(home.Root)?.User).IsOk(out var bytes, out var why)
            ? UpgradeRequestText.Read(bytes)
        : Parsed.Invalid<UpgradeRequest>($"it {why}");

    /// <summary>The request, if it stands there.</summary>
    public UpgradeRequest? Of(string id) => Read() is { } read && read.IsOk(out var request, out _) && request.Id == id ? request : null;

    /// <summary>Asks.</summary>
    /// <exception cref="RefusedException">Another one stands, or it cannot be written.</exception>
    public void Put(UpgradeRequest request)
    {
        try
        {
            using var mine = LockOwners.TryTake(home.Root, Patience) ?? throw new RefusedException(
                $"another process has been working in {home.Root} for {Patience.TotalSeconds:0} s. Nothing was asked; try again");

            if (Read() is { } read && read.IsOk(out var other, out _) && !other.IsOver)
            {
                throw new RefusedException(
                    $"\"{other.Name}\" was asked for already, and is not over. To cancel it while it waits: cosmovisorctl upgrade {other.Name} --cancel");
            }

            AtomicFile.WritePrivate(home.Request, [UpgradeRequestText.Write(request)]);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot write {home.Request}: {ex.Message.TrimEnd('.')}. Nothing was asked", ex);
        }
    }

    /// <summary>Takes a request back that nothing was done about yet.</summary>
    /// <returns>The request; null when there is none that still waits.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public UpgradeRequest? Cancel(string name)
    {
        using var mine = LockOwners.TryTake(home.Root, Patience)
            ?? throw new IOException($"another process has been working in {home.Root} for {Patience.TotalSeconds:0} s");

        if (Read() is not { } read || !read.IsOk(out var request, out _) || request.Name != name || request.Answer is not null)
        {
            return null;
        }

        File.Delete(home.Request);
        FileCalls.SyncFolder(home.Root);
        return request;
    }

    /// <summary>Says what became of a request, if it still stands there. Best effort: the journal and the history know it too.</summary>
    public void Answer(string id, RequestState state, string says, DateTimeOffset now)
    {
        try
        {
            using var mine = LockOwners.TryTake(home.Root, Patience);

            if (mine is not null && Of(id) is { } request)
            {
                AtomicFile.WritePrivate(
                    home.Request, [UpgradeRequestText.Write(request with { Answer = new RequestAnswer(state, says, now) })]);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
        }
    }
}
