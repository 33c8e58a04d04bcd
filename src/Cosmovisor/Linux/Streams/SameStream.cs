namespace Cosmovisor.Linux;

internal static class SameStream
{
    private const int CompareFile = 0; // KCMP_FILE

    /// <summary>Whether standard output and standard error are one and the same, as after <c>2&gt;&amp;1</c>.</summary>
    public static bool OutputAndError
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return false;
            }

            var output = new FileInfo("/proc/self/fd/1").LinkTarget;

            if (output is null || output != new FileInfo("/proc/self/fd/2").LinkTarget)
            {
                return false;
            }

            // A file opened twice has two offsets; only the kernel can tell (kcmp(2)). Pipes, sockets and terminals have none.
            return !output.StartsWith('/')
                || output.StartsWith("/dev/pts/", StringComparison.Ordinal)
                || Libc.Syscall(KcmpNumber, Environment.ProcessId, Environment.ProcessId, CompareFile, 1, 2) == 0;
        }
    }

    private static int KcmpNumber =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? 272
            : 312;
}
