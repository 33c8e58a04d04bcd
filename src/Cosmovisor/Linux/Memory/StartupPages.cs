using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// Gives back the pages of program files that only the start needed, so that a supervisor that waits for months takes a few megabytes less.
/// </summary>
/// <remarks>
/// Each page that is touched brings fifteen neighbours along (fault-around), and they stay mapped for as long as we live. What is given
/// back and needed again comes from the file's cache without a read. Only code, and tables that nobody can write and nobody has written:
/// the loader has written addresses into some read-only pages of shared libraries before it closed them (RELRO), and given back they would
/// come as they are in the file, to be jumped through.
/// </remarks>
internal static partial class StartupPages
{
    private const int DontNeed = 4; // MADV_DONTNEED

    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux() || ProcFile.Read("/proc/self/smaps") is not { } maps)
        {
            return;
        }

        (nuint Start, nuint Length)? file = null;

        foreach (var line in new Lines(maps))
        {
            if (IsRange(line, out var range))
            {
                file = range;
            }
            else if (Has(line, "Anonymous:"u8) || Has(line, "Swap:"u8))
            {
                file = null; // written to
            }
            else if (line.StartsWith("VmFlags:"u8) && file is var (start, length))
            {
                _ = Madvise(start, length, DontNeed); // refused, it stays as it was
            }
        }
    }

    // "00400000-00405000 r-xp 00000000 fe:00 1234      /usr/bin/cosmovisor", and lines of "Name:   0 kB" up to "VmFlags: …": proc_pid_smaps(5)
    private static bool IsRange(ReadOnlySpan<byte> line, out (nuint Start, nuint Length)? unwritable)
    {
        unwritable = null;

        if (!Utf8Parser.TryParse(line, out ulong start, out var dash, 'x')
            || dash >= line.Length
            || line[dash] != '-'
            || !Utf8Parser.TryParse(line[(dash + 1)..], out ulong end, out var blank, 'x'))
        {
            return false;
        }

        if (line[(dash + blank + 2)..] is [(byte)'r', (byte)'-', _, (byte)'p', ..] rest && rest.Contains((byte)'/'))
        {
            unwritable = ((nuint)start, (nuint)(end - start));
        }

        return true;
    }

    private static bool Has(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) && !line[name.Length..].TrimStart((byte)' ').StartsWith("0 kB"u8);

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
