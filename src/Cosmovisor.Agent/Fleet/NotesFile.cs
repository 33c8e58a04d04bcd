using Cosmovisor.Agent.Files;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// <c>cosmovisor/agent/fleet.json</c>: who this member is, and what it has begun. Flushed to disk before anything is begun.
/// </summary>
internal sealed class NotesFile
{
    private const int Longest = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _path;

    /// <exception cref="IOException">It cannot be read, or not be made.</exception>
    public NotesFile(string root)
    {
        var folder = Path.Join(root, "agent");
        _path = Path.Join(folder, "fleet.json");
        _ = Directory.CreateDirectory(
            folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);

        if (!RegularFile.Read(_path, Longest).IsOk(out var bytes, out var reason))
        {
            throw new IOException($"{_path} {reason}");
        }

        Notes = bytes is null or [] ? Make()
            : FleetText.Notes(bytes).IsOk(out var notes, out reason) ? notes

            // Guessing would make another member, or do something twice.
            : throw new IOException($"{_path} cannot be used: {reason}. Move it away, and this home becomes a new member");
    }

    public MemberNotes Notes { get; private set; }

    /// <summary>Preparations and turns note things side by side; none may lose what the other noted.</summary>
    /// <exception cref="IOException">It cannot be written: what it would have noted must not be begun.</exception>
    public void Change(Func<MemberNotes, MemberNotes> change)
    {
        lock (_gate)
        {
            Write(change(Notes));
        }
    }

    private void Write(MemberNotes notes)
    {
        var next = $"{_path}.next";

        using (var file = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
        }))
        {
            file.Write(FleetText.Write(notes));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
        Notes = notes;
    }

    private MemberNotes Make()
    {
        Write(new MemberNotes(Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()), []));
        return Notes;
    }
}
