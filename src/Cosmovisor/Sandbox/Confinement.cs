using Cosmovisor.Linux;

namespace Cosmovisor.Sandbox;

/// <summary>Puts the child of a task behind its limits, before it has read anything, and begins it again behind them.</summary>
/// <remarks>
/// Landlock and the filter of system calls hold for the thread that asks for them, and the runtime has threads of its own by now.
/// execve(2) leaves that one thread alone, and keeps all limits.
/// </remarks>
internal static class Confinement
{
    private const string KillMeFirst = "1000"; // the node is worth more, and this is begun again by the next start
    private const ulong ProcessesBesides = 4096; // a user's processes in other containers may count too, and cannot be seen
    private const ulong OpenFiles = 1024;

    /// <summary>
    /// What the runtime may keep on its heap, in hexadecimal: 320 MiB. The window of an xz file has 128 at most, and while it grows there
    /// is one of half its size beside it.
    /// </summary>
    private const string HeapLimit = "14000000";

    // The system's own. What is linked to from there lies there too, or is named below.
    private static readonly string[] SystemFolders =
    [
        "/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/etc", "/opt", "/nix/store", "/gnu/store", "/run/current-system",
        "/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/var/lib/ca-certificates", "/var/lib/ca-certificates-local",
        "/proc", "/sys", "/dev",
    ];

    /// <param name="words">Our command line: the first word, the task's name, <see cref="TaskWords.MayRead"/> and
    /// <see cref="TaskWords.MayWrite"/> with their paths.</param>
    /// <param name="limits">The task's.</param>
    /// <exception cref="RefusedException">This program could not be begun again; else it does not return.</exception>
    public static void Enter(string[] words, TaskLimits limits)
    {
        Lower(limits);
        var missing = new[]
        {
            SystemCallFilter.GainNothing() ? null : "no_new_privs",
            Landlock.Restrict(ReadBy(words, limits), Paths(words, TaskWords.MayWrite), limits.Network),
            SystemCallFilter.Install(limits.Network),
        }.OfType<string>();
        var path = OwnExecutable.Path;
        var errno = Starter.Replace(
            path,
            [.. new[] { path, TaskWords.Confined, words[1], string.Join(',', missing) }.Select(NativeStrings.Bytes)],
            ProcessImage.EnvironmentWith(new Dictionary<string, string>
            {
                ["DOTNET_GCHeapHardLimit"] = HeapLimit,
                // under the JIT: its code lies in a file in memory, which is longer than a file may be
                ["DOTNET_EnableWriteXorExecute"] = "0",
            }));
        throw new RefusedException($"cannot start {path} behind its limits: {Errno.Text(errno)}");
    }

    private static void Lower(TaskLimits limits)
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", KillMeFirst);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Without /proc, or where it is read-only: then the kernel chooses by size.
        }

        // the JIT sets much aside
        ResourceLimits.Lower(ResourceLimits.MemoryBytes, limits.Memory * (OwnExecutable.Runtime is null ? 1UL : 2UL));
        ResourceLimits.Lower(ResourceLimits.FileBytes, limits.File);
        ResourceLimits.Lower(ResourceLimits.CpuSeconds, limits.CpuSeconds);
        ResourceLimits.Lower(ResourceLimits.CoreBytes, 0);
        ResourceLimits.Lower(ResourceLimits.OpenFiles, OpenFiles);
        ResourceLimits.Lower(ResourceLimits.Processes, (ulong)ProcessTable.OfThisUser() + ProcessesBesides);
    }

    private static IEnumerable<string> ReadBy(string[] words, TaskLimits limits) => limits.ReadsAll ? ["/"] : new[]
    {
        SystemFolders,
        Paths(words, TaskWords.MayRead),
        ["/proc/self/exe", AppContext.BaseDirectory],
        OwnExecutable.Runtime is { } runtime ? [Path.Join(runtime, "..", "..", "..")] : [], // …/dotnet/shared/Microsoft.NETCore.App/10.0.0/
        From("SSL_CERT_FILE"),
        From("SSL_CERT_DIR"),
        From("LD_LIBRARY_PATH"),
        File.ResolveLinkTarget("/etc/resolv.conf", returnFinalTarget: true) is { } names ? [names.FullName] : [],
    }.SelectMany(paths => paths);

    private static IEnumerable<string> From(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted) ?? [];

    private static IEnumerable<string> Paths(string[] words, string of) =>
        words.Where(word => word.StartsWith(of, StringComparison.Ordinal)).Select(word => word[of.Length..]);
}
