using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cosmovisor.Tests.Supervision;

/// <summary>A real pseudo-terminal (pty(7)) with a session on it, typed into and read by a test.</summary>
internal sealed unsafe partial class PseudoTerminal : IDisposable
{
    public const string CtrlC = "\x03";
    public const string CtrlZ = "\x1a";

    private const int ReadWrite = 2; // O_RDWR
    private const int NoControllingTerminal = 0x100; // O_NOCTTY
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const nuint SetWindowSize = 0x5414; // TIOCSWINSZ

    private readonly SafeFileHandle _master;
    private readonly FileStream _keyboard;
    private readonly StringBuilder _screen = new();
    private readonly Run _session;

    /// <param name="home">Whose settings hold on it.</param>
    /// <param name="leader">The program that leads the session, with its arguments, as a shell would read it.</param>
    public PseudoTerminal(NodeHome home, string leader = "bash --noediting --norc --noprofile -i")
    {
        _master = new SafeFileHandle(OpenMaster(ReadWrite | NoControllingTerminal | CloseOnExec), ownsHandle: true);
        var name = stackalloc byte[128];

        if (_master.IsInvalid || Grant(_master) != 0 || Unlock(_master) != 0 || SlaveName(_master, name, 128) != 0)
        {
            throw new Win32Exception();
        }

        var slave = Marshal.PtrToStringUTF8((nint)name);
        _keyboard = new FileStream(_master, FileAccess.ReadWrite, bufferSize: 0);
        new Thread(Read) { IsBackground = true }.Start();

        var variables = home.Variables();
        variables["PS1"] = "$ ";
        // The slave has to be open before its session ends the first time it is read, hence one sh that opens it and becomes the leader.
        _session = new Run(
            "/usr/bin/env", ["--default-signal=PIPE", "sh", "-c", $"exec setsid --ctty {leader} <>{slave} >&0 2>&1"], variables);
    }

    /// <summary>The session's leader: it keeps its pid through setsid(1).</summary>
    public int Pid => _session.Pid;

    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    public PseudoTerminal Type(string keys)
    {
        _keyboard.Write(Encoding.UTF8.GetBytes(keys));
        return this;
    }

    /// <summary>Waits for text on the screen. Typed lines are echoed, so ask for what only a program can have written.</summary>
    public PseudoTerminal Await(string text)
    {
        try
        {
            Wait.Until($"\"{text}\"", () => Screen.Contains(text, StringComparison.Ordinal));
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{ex.Message} on the screen, which shows: {Screen}", ex);
        }

        return this;
    }

    public int Count(string text) => Screen.Split(text).Length - 1;

    public void Resize(ushort rows, ushort columns)
    {
        var size = stackalloc ushort[] { rows, columns, 0, 0 };

        if (Control(_master, SetWindowSize, size) != 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Closes the window: the line hangs up.</summary>
    public void HangUp() => _keyboard.Dispose();

    public Finished End() => _session.End();

    public void Dispose()
    {
        _session.Dispose();
        _keyboard.Dispose();
        _master.Dispose();
    }

    private void Read()
    {
        var buffer = new byte[4096];

        // Its own descriptor: a blocking read must not hold up a write.
        using var copy = new SafeFileHandle(Duplicate(_master), ownsHandle: true);
        using var reading = new FileStream(copy, FileAccess.Read, bufferSize: 0);
        var watched = new PollFd { Fd = (int)copy.DangerousGetHandle(), Events = 1 };

        while (true)
        {
            _ = Poll(&watched, 1, 20);

            if (_master.IsClosed)
            {
                return;
            }

            try
            {
                if ((watched.Returned & 1) != 0 && reading.Read(buffer) is > 0 and var count)
                {
                    lock (_screen)
                    {
                        _ = _screen.Append(Encoding.UTF8.GetString(buffer, 0, count));
                    }
                }
                else if (watched.Returned != 0)
                {
                    Thread.Sleep(5); // nobody has the other side open yet, or any more
                }
            }
            catch (IOException)
            {
                Thread.Sleep(5); // EIO: the same, as Linux tells it
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int SlaveName(SafeFileHandle master, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle master, nuint request, ushort* argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollFd* fds, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    // fcntl(F_DUPFD_CLOEXEC): dup(2) alone would leak the master into programs that other tests start, and the line would never hang up.
    private static int Duplicate(SafeFileHandle master) => Fcntl(master, 1030, 3);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafeFileHandle fd, int command, nint argument);
}
