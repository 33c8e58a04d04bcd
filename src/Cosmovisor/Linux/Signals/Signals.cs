namespace Cosmovisor.Linux;

/// <summary>Signal numbers. Linux numbers them alike on x64 and arm64; macOS has its own for the younger ones.</summary>
internal static class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int TerminalInput = 21;
    public const int TerminalOutput = 22;

    /// <summary>
    /// One of ours to ours, and never passed on: end this life of the daemon and begin the next. A real-time signal that no C library and
    /// no runtime uses.
    /// </summary>
    public const int RestartDaemon = 41;

    private static readonly bool OnMac = OperatingSystem.IsMacOS();

    public static int Continue => OnMac ? 19 : 18;

    public static int Stop => OnMac ? 17 : 19;

    public static int ChildChanged => OnMac ? 20 : 17;

    public static int TerminalStop => OnMac ? 18 : 20;

    /// <returns>False and errno where it could not be sent.</returns>
    public static bool Send(int pid, int signal) => Libc.Kill(pid, signal) == 0;

    /// <summary>Signals by which a terminal stops a job: Ctrl-Z, and its reading or writing in the background.</summary>
    public static bool StopsAJob(int signal) => signal == TerminalStop || signal is TerminalInput or TerminalOutput;

    /// <summary>Signals that ask a program to end.</summary>
    public static bool AsksToEnd(int signal) => signal is Terminate or Interrupt or Quit or Hangup;
}
