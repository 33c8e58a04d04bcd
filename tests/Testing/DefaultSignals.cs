using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmovisor.Testing;

/// <summary>
/// Under nohup, or in the background of a script, signals are ignored, and so they would be in every program a test starts and signals.
/// </summary>
internal static partial class DefaultSignals
{
    private const nint Default = 0;
    private const nint Ignored = 1;

    private static readonly List<PosixSignalRegistration> Kept = [];

    // Before the first program is started. The default is set first, since the runtime hands on what it found ignored; the registration
    // then keeps this process alive as nohup promised, and is taken away from every program that is started.
    [ModuleInitializer]
    internal static void Restore()
    {
        foreach (var (number, signal) in new[] { (1, PosixSignal.SIGHUP), (2, PosixSignal.SIGINT), (3, PosixSignal.SIGQUIT) })
        {
            var before = Set(number, Default);

            if (before == Ignored)
            {
                Kept.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
            }
            else if (before != Default)
            {
                _ = Set(number, before);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Set(int number, nint handler);
}
