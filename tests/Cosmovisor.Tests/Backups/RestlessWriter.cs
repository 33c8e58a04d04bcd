using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// A node that does to its files all that programs do to theirs. Its descriptors and maps are this process's own, which the backup ahead
/// does not look at: nothing but the times can tell of them.
/// </summary>
internal sealed class RestlessWriter(string data, Random random) : IDisposable
{
    private const int Files = 8;
    private const int Largest = 300_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<int, (MemoryMappedFile File, MemoryMappedViewAccessor View)> _maps = [];
    private readonly Dictionary<int, FileStream> _open = [];

    public void Fill()
    {
        for (var number = 0; number < Files; number++)
        {
            File.WriteAllBytes(PathOf(number), Bytes(random.Next(4096, Largest)));

            if (random.Next(3) == 0)
            {
                Map(number);
            }
            else if (random.Next(3) == 0)
            {
                _open[number] = new FileStream(
                    PathOf(number), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            }
        }
    }

    /// <summary>So many changes, one right after the other.</summary>
    public void Write(int changes)
    {
        for (; changes > 0; changes--)
        {
            Change(random.Next(Files));
        }
    }

    /// <summary>Changes files for as long as the work takes.</summary>
    public void Beside(Action work)
    {
        using var isOver = new ManualResetEventSlim();
        var busy = random.Next(3) > 0;
        var writer = new Thread(() =>
        {
            for (var done = 0; busy && done < 40 && !isOver.Wait(random.Next(4)); done++)
            {
                Change(random.Next(Files));
            }
        });
        writer.Start();

        try
        {
            work();
        }
        finally
        {
            isOver.Set();
            Xunit.Assert.True(writer.Join(Patience));
        }
    }

    public void Dispose()
    {
        foreach (var (file, view) in _maps.Values)
        {
            view.Dispose();
            file.Dispose();
        }

        foreach (var file in _open.Values)
        {
            file.Dispose();
        }
    }

    private void Change(int number)
    {
        var path = PathOf(number);

        switch (random.Next(8))
        {
            case 0 when _open.TryGetValue(number, out var file):
                file.Position = random.NextInt64(file.Length);
                file.Write(Bytes(random.Next(1, 100)));
                break;
            case 0 or 1 when File.Exists(path): // in place, at the same size
                using (var file = new FileStream(
                    path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
                {
                    file.Position = random.NextInt64(Math.Max(1, file.Length - 50));
                    file.Write(Bytes(50));
                }

                break;
            // through a map: only the first store after a flush is noticed by the kernel
            case 2 or 3 or 4 when _maps.TryGetValue(number, out var map):
                map.View.Write(random.NextInt64(map.View.Capacity - 8), random.NextInt64());
                break;
            case 5: // a new file over the old one, sometimes with its time of writing
                var modified = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : DateTime.UtcNow;
                File.WriteAllBytes(path + ".next", Bytes(random.Next(1, Largest)));

                if (random.Next(2) == 0)
                {
                    File.SetLastWriteTimeUtc(path + ".next", modified);
                }

                File.Move(path + ".next", path, overwrite: true);
                break;
            case 6 when File.Exists(path): // written, and its time put back
                var before = File.GetLastWriteTimeUtc(path);
                File.AppendAllText(path, "more");
                File.SetLastWriteTimeUtc(path, before);
                break;
            case 7 when random.Next(3) == 0:
                File.Delete(path);
                break;
            default:
                break;
        }
    }

    private void Map(int number)
    {
        var file = MemoryMappedFile.CreateFromFile(PathOf(number), FileMode.Open, null, 0, MemoryMappedFileAccess.ReadWrite);
        var view = file.CreateViewAccessor();
        _maps[number] = (file, view);
        view.Write(0, random.NextInt64()); // dirty from the beginning
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private string PathOf(int number) => Path.Join(data, string.Create(CultureInfo.InvariantCulture, $"file-{number}"));
}
