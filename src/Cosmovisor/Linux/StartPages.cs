using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Gives back the pages of program code that only the start needed, so that a supervisor that waits for months takes a few megabytes less.</summary>
/// <remarks>
/// Each page that is touched brings fifteen neighbours along (fault-around), and they stay mapped for as long as we live. Only code is given back: what
/// is needed again comes from the file's cache without a read. Never what is merely read-only ("r--p"): the loader has written addresses into such pages
/// of shared libraries before it closed them (RELRO), and given back they would come as they are in the file, to be jumped through.
/// </remarks>
internal static partial class StartPages
{
    private const int DontNeed = 4; // MADV_DONTNEED

    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux() || ProcFile.Read("/proc/self/maps") is not { } maps)
        {
            return;
        }

        foreach (var line in new Lines(maps))
        {
            if (CodeOfAFile(line) is var (start, length))
            {
                _ = Madvise(start, length, DontNeed); // refused, it stays as it was
            }
        }
    }

    // "00400000-00405000 r-xp 00000000 fe:00 1234      /usr/bin/cosmovisor": proc_pid_maps(5)
    private static (nuint Start, nuint Length)? CodeOfAFile(ReadOnlySpan<byte> line) =>
        Utf8Parser.TryParse(line, out ulong start, out var dash, 'x')
        && Utf8Parser.TryParse(line[(dash + 1)..], out ulong end, out var blank, 'x')
        && line[(dash + blank + 2)..] is [(byte)'r', (byte)'-', (byte)'x', ..] rest && rest.Contains((byte)'/')
            ? ((nuint)start, (nuint)(end - start))
            : null;

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Madvise(nuint start, nuint length, int advice);

    /// <summary>A text's lines, none of them copied.</summary>
    private ref struct Lines(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Lines GetEnumerator() => this;

        public bool MoveNext()
        {
            var end = _rest.IndexOf((byte)'\n');

            if (end < 0)
            {
                return false;
            }

            Current = _rest[..end];
            _rest = _rest[(end + 1)..];
            return true;
        }
    }
}
