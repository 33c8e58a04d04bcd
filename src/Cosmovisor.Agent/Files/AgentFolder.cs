using System.Security.Cryptography;
using System.Text;

namespace Cosmovisor.Agent.Files;

/// <summary>
/// Where the agent keeps what must outlive it: how far it has read, what it counted, what is still to be sent. The only folder it writes.
/// </summary>
/// <remarks>One agent at a time: the lock of a second one fails, and it shows the home without counting or sending.</remarks>
internal sealed class AgentFolder : IDisposable
{
    private readonly FileStream? _lock;

    private AgentFolder(string path, FileStream? held, string? problem) => (Path, _lock, Problem) = (path, held, problem);

    public string Path { get; }

    /// <summary>Why nothing can be kept; null when it can.</summary>
    public string? Problem { get; }

    public bool CanKeep => _lock is not null;

    /// <summary>Takes the folder, and makes it where it is not there.</summary>
    /// <param name="home">Whose.</param>
    /// <param name="elsewhere">A folder for all homes, outside them; null for <c>cosmovisor/agent</c> in the home.</param>
    public static AgentFolder Take(HomeFiles home, string? elsewhere)
    {
        var path = elsewhere is null ? System.IO.Path.Join(home.Root, "agent") : System.IO.Path.Join(elsewhere, NameOf(home.Path));

        // The root is cosmovisor's to make.
        if (elsewhere is null && !home.IsThere)
        {
            return new AgentFolder(path, null, $"{home.Root} is not there");
        }

        try
        {
            _ = Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new AgentFolder(
                path, new FileStream(System.IO.Path.Join(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), null);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return new AgentFolder(path, null, ex.Message);
        }
    }

    /// <summary>The whole of one of its files; null when there is none, or it cannot be read.</summary>
    public byte[]? Read(string name) =>
        RegularFile.Read(System.IO.Path.Join(Path, name), 64 * 1024 * 1024).IsOk(out var bytes, out _) ? bytes : null;

    /// <summary>Replaces one of its files in one move, so that a kill leaves the old or the new one.</summary>
    /// <returns>False where it could not be written.</returns>
    public bool TryWrite(string name, ReadOnlySpan<byte> bytes)
    {
        if (!CanKeep)
        {
            return false;
        }

        var path = System.IO.Path.Join(Path, name);
        var next = path + ".next";

        try
        {
            using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _lock?.Dispose();

    // Two homes may end in the same name.
    private static string NameOf(string home) =>
        $"{System.IO.Path.GetFileName(home)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..8]}";
}
