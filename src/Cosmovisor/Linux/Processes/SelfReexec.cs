using System.Runtime.CompilerServices;

namespace Cosmovisor.Linux;

/// <summary>
/// Under the JIT, whose threads exist before our first line: starts this program over with the signals blocked from the beginning.
/// </summary>
/// <remarks>A signal mask survives execve(2). The native executable does not need this: start.c was there first.</remarks>
internal static class SelfReexec
{
    public static void WithSignalsBlocked()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported || !OperatingSystem.IsLinux() || BlockedSignals.AreBlocked)
        {
            return;
        }

        BlockedSignals.BlockAll();
        _ = Starter.Replace(
            "/proc/self/exe", ProcessImage.WholeCommandLine, ProcessImage.EnvironmentWith(new Dictionary<string, string>()));
    }
}
