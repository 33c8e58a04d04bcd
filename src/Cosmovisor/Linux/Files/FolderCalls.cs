using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>What only the kernel can do with two folders at once.</summary>
internal static partial class FolderCalls
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint ExchangeFlag = 2; // RENAME_EXCHANGE

    /// <summary>Lets two folders change places in one step (renameat2(2)). False where the system or the file system cannot.</summary>
    public static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return RenameAt2(CurrentFolder, one, CurrentFolder, other, ExchangeFlag) == 0;
        }
        catch (EntryPointNotFoundException) // glibc before 2.28
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);
}
