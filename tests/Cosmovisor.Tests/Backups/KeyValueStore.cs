using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A real LevelDB or RocksDB, through the C interface that both have under their own prefix.</summary>
internal sealed unsafe class KeyValueStore : IDisposable
{
    private readonly nint _library;
    private readonly string _prefix;
    private readonly nint _options;
    private readonly nint _writeOptions;
    private readonly nint _readOptions;
    private nint _database;

    private KeyValueStore(nint library, string prefix, string folder)
    {
        (_library, _prefix) = (library, prefix);
        _options = InvokedAs("options_create");
        _writeOptions = InvokedAs("writeoptions_create");
        _readOptions = InvokedAs("readoptions_create");
        ((delegate* unmanaged<nint, byte, void>)Find("options_set_create_if_missing"))(_options, 1);
        ((delegate* unmanaged<nint, nuint, void>)Find("options_set_write_buffer_size"))(_options, 128 * 1024);

        byte* trouble = null;
        var name = Encoding.UTF8.GetBytes(folder + '\0');

        fixed (byte* path = name)
        {
            _database = ((delegate* unmanaged<nint, byte*, byte**, nint>)Find("open"))(_options, path, &trouble);
        }

        Check(trouble);
    }

    /// <param name="kind">leveldb or rocksdb; the test is skipped where the library is not installed.</param>
    /// <param name="folder">Made if it is not there.</param>
    public static KeyValueStore OpenOrSkip(string kind, string folder)
    {
        string[] names = kind == "leveldb" ? ["libleveldb.so.1d", "libleveldb.so.1", "libleveldb.so"]
            : ["librocksdb.so.7.8", "librocksdb.so.9.10", "librocksdb.so.8.9", "librocksdb.so"];
        nint library = 0;
        Assert.SkipUnless(
            names.Any(name => NativeLibrary.TryLoad(name, out library)), $"{names[0]} is not installed (libleveldb1d, librocksdb7.8)");
        return new KeyValueStore(library, kind + "_", folder);
    }

    public void Put(string key, string value)
    {
        byte* trouble = null;
        var (keyBytes, valueBytes) = (Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));

        fixed (byte* k = keyBytes)
        fixed (byte* v = valueBytes)
        {
            ((delegate* unmanaged<nint, nint, byte*, nuint, byte*, nuint, byte**, void>)Find("put"))(
                _database, _writeOptions, k, (nuint)keyBytes.Length, v, (nuint)valueBytes.Length, &trouble);
        }

        Check(trouble);
    }

    /// <summary>Rewrites every table.</summary>
    public void Compact() =>
        ((delegate* unmanaged<nint, byte*, nuint, byte*, nuint, void>)Find("compact_range"))(_database, null, 0, null, 0);

    public Dictionary<string, string> All()
    {
        var all = new Dictionary<string, string>();
        var iterator = ((delegate* unmanaged<nint, nint, nint>)Find("create_iterator"))(_database, _readOptions);

        for (((delegate* unmanaged<nint, void>)Find("iter_seek_to_first"))(iterator);
            ((delegate* unmanaged<nint, byte>)Find("iter_valid"))(iterator) != 0;
            ((delegate* unmanaged<nint, void>)Find("iter_next"))(iterator))
        {
            all.Add(Part(iterator, "iter_key"), Part(iterator, "iter_value"));
        }

        ((delegate* unmanaged<nint, void>)Find("iter_destroy"))(iterator);
        return all;
    }

    public void Dispose()
    {
        if (_database != 0)
        {
            ((delegate* unmanaged<nint, void>)Find("close"))(_database);
            _database = 0;
        }
    }

    private string Part(nint iterator, string name)
    {
        nuint length = 0;
        var start = ((delegate* unmanaged<nint, nuint*, byte*>)Find(name))(iterator, &length);
        return Encoding.UTF8.GetString(start, (int)length);
    }

    private nint InvokedAs(string name) => ((delegate* unmanaged<nint>)Find(name))();

    private nint Find(string name) => NativeLibrary.GetExport(_library, _prefix + name);

    private static void Check(byte* trouble)
    {
        if (trouble != null)
        {
            throw new IOException(Marshal.PtrToStringUTF8((nint)trouble));
        }
    }
}
