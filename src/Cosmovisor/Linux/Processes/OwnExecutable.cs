using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>This program's own file, to start it a second time.</summary>
internal static class OwnExecutable
{
    private const string Self = "/proc/self/exe";

    /// <summary>
    /// The file that runs, even after a package manager has put another one into its place: a request must be read by the version that
    /// wrote it.
    /// </summary>
    /// <remarks>
    /// Under the JIT another program may stand between (setpriv, see <see cref="PortableStart"/>), and "self" would be that one.
    /// </remarks>
    public static string Path => !RuntimeFeature.IsDynamicCodeSupported && File.Exists(Self) ? Self
        : Environment.ProcessPath ?? throw new RefusedException("cannot find the file of this program: is /proc mounted?");

    /// <summary>Where the runtime lies that runs it; null for the native executable, which has it inside.</summary>
    public static string? Runtime => RuntimeFeature.IsDynamicCodeSupported ? RuntimeEnvironment.GetRuntimeDirectory() : null;
}
