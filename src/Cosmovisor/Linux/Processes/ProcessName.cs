namespace Cosmovisor.Linux;

/// <summary>The name that ps(1) and top(1) show for this process.</summary>
internal static unsafe class ProcessName
{
    private const int SetName = 15; // PR_SET_NAME; at most 15 bytes

    public static void Set(string name)
    {
        if (OperatingSystem.IsLinux())
        {
            fixed (byte* bytes = NativeStrings.Terminated(name))
            {
                _ = Libc.Prctl(SetName, (nuint)bytes, 0, 0, 0);
            }
        }
    }
}
