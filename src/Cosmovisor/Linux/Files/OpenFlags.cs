using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Flags of open(2). Numbers of Linux on x64 and arm64, and of macOS where they differ.</summary>
internal static class OpenFlags
{
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;

    private static readonly bool OnMac = OperatingSystem.IsMacOS();
    private static readonly bool OnArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    public static int Create => OnMac ? 0x200 : 0x40;

    public static int Exclusive => OnMac ? 0x800 : 0x80;

    public static int Append => OnMac ? 0x8 : 0x400;

    public static int NonBlocking => OnMac ? 0x4 : 0x800;

    public static int NoControllingTerminal => OnMac ? 0x20000 : 0x100;

    public static int NoFollow => OnMac ? 0x100 : OnArm ? 0x8000 : 0x20000;

    public static int Folder => OnMac ? 0x100000 : OnArm ? 0x4000 : 0x10000;

    /// <summary>A new file in that folder which has no name and is gone when it is closed (O_TMPFILE). Linux only.</summary>
    public static int Nameless => 0x400000 | Folder;

    public static int CloseOnExec => OnMac ? 0x1000000 : 0x80000;
}
