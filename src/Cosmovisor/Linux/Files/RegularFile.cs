using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// Tells a regular file from the pipes and devices that .NET's file classes take for one: opening those may wait for ever.
/// </summary>
internal static unsafe partial class RegularFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint WantType = 1; // STATX_TYPE
    private const int ModeAt = 28; // of stx_mode in struct statx, the same on every architecture
    private const int StatxSize = 256;
    private const int TypeBits = 0xf000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>
    /// Whether <paramref name="path"/> is a regular file or a link to one. What is not known is taken for one if .NET does.
    /// </summary>
    public static bool IsAt(string path)
    {
        var answer = stackalloc byte[StatxSize];

        try
        {
            return OperatingSystem.IsLinux() && Statx(CurrentFolder, path, 0, WantType, answer) == 0
                ? (MemoryMarshal.Read<ushort>(new ReadOnlySpan<byte>(answer + ModeAt, 2)) & TypeBits) == Regular
                : File.Exists(path);
        }
        catch (EntryPointNotFoundException) // glibc before 2.28
        {
            return File.Exists(path);
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* answer);
}
