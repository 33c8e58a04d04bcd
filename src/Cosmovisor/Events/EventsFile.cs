using Cosmovisor.Linux;

namespace Cosmovisor.Events;

/// <summary>
/// <c>cosmovisor/events.jsonl</c>: a line for each thing that has happened, for programs to read. At 10 MiB it becomes <c>.1</c>, and one
/// is kept.
/// </summary>
/// <remarks>
/// Best effort: a home that cannot be written has no events, and its node runs all the same. Nothing is flushed. The supervisor and a
/// command may both append; each line is one write. What lies in its place and is not a regular file is never opened.
/// </remarks>
internal sealed class EventsFile(string path, TimeProvider clock, long largest = 10 * 1024 * 1024) : INews, IDisposable
{
    private const int Mode = 0x1A0; // rw-r-----: a plan's info may hold a link

    private readonly Lock _gate = new();
    private FileDescriptor? _file;
    private long _size;
    private bool _torn; // the disk filled up in mid-line

    public void Tell(Happening happening)
    {
        if (EventLine.Of(happening, clock.GetUtcNow()) is { } line)
        {
            lock (_gate)
            {
                Append(line);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private void Append(byte[] line)
    {
        if (_file is not null && _size + line.Length > largest)
        {
            Close();
        }

        if (_file is null && !TryOpen(line.Length))
        {
            return;
        }

        if (_torn)
        {
            line = [(byte)'\n', .. line];
        }

        var written = FileDescriptor.Write(_file!.Number, line);
        _size += Math.Max(0, written);
        _torn = written > 0 ? written < line.Length : _torn;

        if (written != line.Length)
        {
            Close();
        }
    }

    private bool TryOpen(int more)
    {
        try
        {
            _file = Open();

            if (_file is not null && _size + more > largest)
            {
                Close();
                FileCalls.Rename(path, $"{path}.1");
                _file = Open();
            }

            if (_file is not null && _size == 0)
            {
                Ownership.Gets(path);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be renamed grows; better than none.
        }

        return _file is not null;
    }

    private FileDescriptor? Open()
    {
        if (!BookFile.OpenToAppend(path, Mode).IsOk(out var file, out _))
        {
            return null;
        }

        _size = FileFacts.OfOpen(file.Number, path).Size;

        // Half a line of whoever wrote before, on a full disk.
        Span<byte> last = stackalloc byte[1];
        _torn = _size > 0 && (BookFile.ReadAt(file, last, _size - 1) != 1 || last[0] != '\n');
        return file;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
