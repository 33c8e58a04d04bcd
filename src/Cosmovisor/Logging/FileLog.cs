using System.Text;
using Cosmovisor.Linux;

namespace Cosmovisor.Logging;

/// <summary>Our log in a file: <c>cosmovisor/cosmovisor.log</c>, rotated at 10 MiB, three older ones kept.</summary>
/// <remarks>
/// Opened at the first line, because most commands have none. A log that cannot be written (full disk, no rights, a folder in its place)
/// loses lines and nothing else: the node must not stop for want of our words. The lost ones are counted in the next line that succeeds.
/// </remarks>
internal sealed class FileLog(string path, TimeProvider clock, long largest = 10 * 1024 * 1024) : IKeptLog, IDisposable
{
    private const int Kept = 3;
    private const int Mode = 0x1A0; // rw-r-----: a plan's link may carry a token

    private readonly Lock _gate = new();
    private int _fd = -1;
    private int _error;
    private long _size;
    private int _lost; // since the last one that was written
    private long _allLost;
    private bool _torn; // the disk filled up in mid-line

    public Action<string>? OnFirstLoss { get; set; }

    public string Path => path;

    public bool IsLosing => Volatile.Read(ref _lost) > 0;

    public long Lost => Interlocked.Read(ref _allLost);

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var line = LogText.Line(clock.GetUtcNow(), level, text, facts);

        var isFirstLoss = false;

        lock (_gate)
        {
            var wasLost = _lost;
            var prefix = (_torn ? "\n" : "")
                + (wasLost > 0 ? LogText.Line(clock.GetUtcNow(), LogLevel.Warning, "log lines were lost", ("lines", wasLost)) + '\n' : "");
            _lost = Append(Encoding.UTF8.GetBytes(prefix + line + '\n')) ? 0 : wasLost + 1;
            isFirstLoss = _lost > 0 && Interlocked.Increment(ref _allLost) == 1;
        }

        if (isFirstLoss)
        {
            OnFirstLoss?.Invoke(Errno.Text(_error));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private bool Append(byte[] line)
    {
        if (_fd >= 0 && _size + line.Length > largest)
        {
            Close();
            Rotate();
        }

        if (_fd < 0 && !Open())
        {
            return false;
        }

        var written = FileDescriptor.Write(_fd, line);
        _error = written < 0 ? Errno.Last : Errno.ENOSPC;
        _size += Math.Max(0, written);
        _torn = written > 0 ? written < line.Length : _torn;

        if (written == line.Length)
        {
            return true;
        }

        Close();
        return false;
    }

    private bool Open()
    {
        if (SizeOnDisk() > largest)
        {
            Rotate();
        }

        // Not waiting: a fifo in its place must not hold the node up.
        _fd = LinkSafeFile.Open(
            path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Append | OpenFlags.CloseOnExec | OpenFlags.NonBlocking, Mode);
        _error = Errno.Last;
        _size = SizeOnDisk();

        if (_size == 0)
        {
            Ownership.Gets(path);
        }

        return _fd >= 0;
    }

    private long SizeOnDisk()
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    private void Rotate()
    {
        try
        {
            for (var age = Kept; age > 1; age--)
            {
                if (File.Exists($"{path}.{age - 1}"))
                {
                    File.Move($"{path}.{age - 1}", $"{path}.{age}", overwrite: true);
                }
            }

            File.Move(path, $"{path}.1", overwrite: true);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Without the right to rename, a log that grows is better than none.
        }
    }

    private void Close()
    {
        if (_fd >= 0)
        {
            FileDescriptor.Close(_fd);
            _fd = -1;
        }
    }
}
