using System.Buffers.Binary;
using System.Globalization;

namespace Cosmovisor.SimNode.Disk;

/// <summary>
/// A folder with the files, names and lock of a goleveldb database: tables that never change, a journal that grows, small files that are
/// rewritten.
/// </summary>
internal sealed class LevelDb : IDisposable
{
    private const int BlocksPerTable = 100;
    private const int TableSize = 8192;

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly FileStream _journal;

    private LevelDb(string folder, FileStream lockFile)
    {
        (_folder, _lock) = (folder, lockFile);

        if (!File.Exists(Path.Combine(folder, "CURRENT")))
        {
            File.WriteAllText(Path.Combine(folder, "MANIFEST-000002"), "leveldb.BytewiseComparator\n");
            WriteTable(1);
            WholeFile.Replace(Path.Combine(folder, "CURRENT"), "MANIFEST-000002\n");
        }

        File.AppendAllText(
            Path.Combine(folder, "LOG"), $"{DateTime.UtcNow.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)} db@open done\n");
        _journal = new FileStream(
            Path.Combine(folder, "000003.log"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <returns>Null when another process holds the lock.</returns>
    public static LevelDb? Open(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        var lockFile = Lock(Path.Combine(folder, "LOCK"));
        return lockFile is null ? null : new LevelDb(folder, lockFile);
    }

    public void Append(long height)
    {
        Span<byte> entry = stackalloc byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(entry, height);
        _journal.Write(entry);

        if (height % BlocksPerTable == 0)
        {
            WriteTable((height / BlocksPerTable) + 3);
            File.AppendAllText(Path.Combine(_folder, "MANIFEST-000002"), $"table {height}\n");
        }
    }

    public void Dispose()
    {
        _journal.Dispose();
        _lock.Dispose();
    }

    // goleveldb takes a record lock with fcntl(2): one that dies with the process, and that no flock(2) collides with.
    private static FileStream? Lock(string path)
    {
        try
        {
            // macOS has no record locks in .NET; there the open itself takes a flock.
            var file = new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, OperatingSystem.IsMacOS() ? FileShare.None : FileShare.ReadWrite);

            if (!OperatingSystem.IsMacOS())
            {
                file.Lock(0, 0);
            }

            return file;
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    // The table ends with LevelDB's magic number, little endian.
    private void WriteTable(long number)
    {
        var table = new byte[TableSize];
        new Random((int)number).NextBytes(table);
        BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(^8..), 0xdb4775248b80fb57);
        File.WriteAllBytes(Path.Combine(_folder, $"{number.ToString("000000", CultureInfo.InvariantCulture)}.ldb"), table);
    }
}
