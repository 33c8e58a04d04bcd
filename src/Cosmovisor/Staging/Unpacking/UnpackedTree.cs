using System.Buffers;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>
/// The folder an archive is unpacked into. Every entry passes here, whatever the kind of archive, and every refusal of entries is made
/// here.
/// </summary>
/// <param name="folder">An empty folder.</param>
/// <param name="packedSize">Size of the archive, for telling a bomb.</param>
/// <param name="limits">What it may become.</param>
/// <param name="ct">Stops between two pieces of a file.</param>
internal sealed class UnpackedTree(string folder, long packedSize, UnpackLimits limits, CancellationToken ct)
{
    private const int BufferSize = 128 * 1024;

    // Two names that differ in case only are two files here and one elsewhere: nobody publishes that on purpose.
    private readonly Dictionary<string, StagedEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private int _count;
    private long _bytes;

    public string Folder { get; } = folder;

    public IReadOnlyCollection<StagedEntry> Entries => _entries.Values;

    public void AddFolder(string name)
    {
        var path = Count(name);

        if (path.Length > 0 && !MacLeftovers.IsOne(path))
        {
            MakeFolder(path);
        }
    }

    /// <param name="name">As the archive has it.</param>
    /// <param name="mode">The archive's mode bits; only the owner's execute bit is taken over.</param>
    /// <param name="content">What is in it; read to its end.</param>
    public void AddFile(string name, UnixFileMode mode, Stream content)
    {
        if ((mode & UnpackedDisk.SetId) != 0)
        {
            throw new RefusedException($"the archive's entry {ForeignText.Quote(name)} has a set-user-id or set-group-id bit");
        }

        var isExecutable = (mode & UnixFileMode.UserExecute) != 0;

        if (Take(name, StagedEntryKind.File, isExecutable) is { } entry)
        {
            var first = Write(OnDisk(entry.Path), isExecutable, content);
            _entries[entry.Path] = entry with { Format = FileFormats.Of(first), Machine = FileFormats.MachineOf(first) };
        }
    }

    public void AddLink(string name, string target)
    {
        if (ArchiveEntryPath.Parse(name).IsOk(out var checkedPath, out _) && checkedPath.WhatIsWrongWithLink(target) is { } wrong)
        {
            throw new RefusedException(wrong);
        }

        if (Take(name, StagedEntryKind.Link, isExecutable: false) is { } entry)
        {
            UnpackedDisk.Write(entry.Path, () => File.CreateSymbolicLink(OnDisk(entry.Path), target));
        }
    }

    /// <summary>A second name for a file that came before.</summary>
    public void AddSecondName(string name, string ofName)
    {
        if (!ArchiveEntryPath.Parse(ofName).IsOk(out var first, out _)
            || !_entries.TryGetValue(first.Value, out var known)
            || known.Kind is not StagedEntryKind.File)
        {
            throw new RefusedException(
                $"the archive's entry {ForeignText.Quote(name)} is a hard link to {ForeignText.Quote(ofName)}, which is not an earlier file of the archive");
        }

        using var content = File.OpenRead(OnDisk(known.Path));
        AddFile(name, known.IsExecutable ? UnixFileMode.UserExecute : UnixFileMode.None, content);
    }

    /// <summary>Counts bytes that belong to no file, so that nothing can be endless.</summary>
    public void Grow(int bytes)
    {
        _bytes += bytes;

        if (_bytes > limits.MostBytes)
        {
            throw new RefusedException($"the archive unpacks to more than {limits.MostBytes} bytes (COSMOVISOR_DOWNLOAD_MAX_SIZE)");
        }

        if (_bytes > UnpackLimits.AlwaysAllowed && _bytes / UnpackLimits.MostTimesLarger > packedSize)
        {
            throw new RefusedException(
                $"the archive unpacks to more than {UnpackLimits.MostTimesLarger} times its {packedSize} bytes: a decompression bomb?");
        }
    }

    /// <summary>Makes all names survive a power cut; the files themselves were flushed one by one.</summary>
    public void Flush()
    {
        foreach (var entry in _entries.Values.Where(e => e.Kind is StagedEntryKind.Folder))
        {
            FileCalls.SyncFolder(OnDisk(entry.Path));
        }

        FileCalls.SyncFolder(Folder);
    }

    private string OnDisk(string path) => Path.Join(Folder, path);

    private string Count(string name)
    {
        if (++_count > UnpackLimits.MostEntries)
        {
            throw TooMany();
        }

        return ArchiveEntryPath.Parse(name).IsOk(out var path, out var reason) ? path.Value : throw new RefusedException(reason);
    }

    private static RefusedException TooMany() =>
        new($"the archive has more than {UnpackLimits.MostEntries} entries, folders on the way to them included");

    // Null for what is passed over.
    private StagedEntry? Take(string name, StagedEntryKind kind, bool isExecutable)
    {
        var path = Count(name);

        if (path.Length == 0)
        {
            throw new RefusedException($"the archive's entry {ForeignText.Quote(name)} is not a folder, and would take the place of one");
        }

        if (MacLeftovers.IsOne(path))
        {
            return null;
        }

        if (path.LastIndexOf('/') is > 0 and var slash)
        {
            MakeFolder(path[..slash]);
        }

        var entry = new StagedEntry(path, kind, isExecutable);

        return _entries.TryAdd(path, entry) ? entry
            : throw new RefusedException(_entries[path].Path == path
                ? $"the archive has the entry {ForeignText.Quote(path)} twice"
                : $"the archive's entries {ForeignText.Quote(_entries[path].Path)} and {ForeignText.Quote(path)} differ in case only");
    }

    // Writes a file whole, and gives back its first bytes.
    private byte[] Write(string path, bool isExecutable, Stream content)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = isExecutable ? UnpackedDisk.Executable : UnpackedDisk.Plain
        };
        using var file = UnpackedDisk.Write(path, () => new FileStream(path, options));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var first = new byte[FileFormats.BytesToSee];
        var seen = 0;

        try
        {
            while (content.Read(buffer) is > 0 and var count)
            {
                ct.ThrowIfCancellationRequested();
                Grow(count);
                UnpackedDisk.Write(path, () => file.Write(buffer, 0, count));

                var more = Math.Min(first.Length - seen, count);
                buffer.AsSpan(0, more).CopyTo(first.AsSpan(seen));
                seen += more;
            }

            UnpackedDisk.Write(path, () => file.Flush(flushToDisk: true));
            return first[..seen];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Made one by one, because a folder on the way may be a link that came before, and we must not write through it.
    private void MakeFolder(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            var part = end < 0 ? path : path[..end];

            if (!_entries.TryGetValue(part, out var known))
            {
                // Folders that no entry of their own has brought count too: one name has room for a thousand of them.
                if (_entries.Count >= UnpackLimits.MostEntries)
                {
                    throw TooMany();
                }

                _entries.Add(part, new StagedEntry(part, StagedEntryKind.Folder, IsExecutable: false));
                _ = UnpackedDisk.Write(part, () => Directory.CreateDirectory(OnDisk(part), UnpackedDisk.Executable));
                Linux.Ownership.Gets(OnDisk(part));
            }
            else if (known.Kind is not StagedEntryKind.Folder || known.Path != part)
            {
                throw new RefusedException(known.Path != part
                    ? $"the archive's entries {ForeignText.Quote(known.Path)} and {ForeignText.Quote(part)} differ in case only"
                    : $"the archive's entry {ForeignText.Quote(path)} is beyond {ForeignText.Quote(part)}, which is not a folder");
            }

            if (end < 0)
            {
                return;
            }
        }
    }
}
