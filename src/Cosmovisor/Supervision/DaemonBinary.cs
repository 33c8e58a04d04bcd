using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>What must hold of a binary before it is started.</summary>
internal static class DaemonBinary
{
    /// <exception cref="RefusedException">It is not there, not a file, or not ours to execute.</exception>
    public static void EnsureUsable(string path)
    {
        if (!FileCalls.IsThere(path))
        {
            var link = new FileInfo(path).LinkTarget is { } target ? $" (it is a link to {target}, which leads nowhere)" : "";
            throw NoBinary($"there is no daemon binary at {path}{link}. Put it there: mkdir -p {Path.GetDirectoryName(path)} && cp /path/to/{Path.GetFileName(path)} {path}");
        }

        if (Directory.Exists(path))
        {
            throw NoBinary($"{path} is a folder; expected the daemon's binary");
        }

        if (!FileCalls.IsExecutableByUs(path))
        {
            throw NoBinary($"{path} is not executable by {Environment.UserName} (mode {Convert.ToString((int)File.GetUnixFileMode(path), 8).PadLeft(4, '0')}). Make it so: chmod +x {path}");
        }
    }

    /// <summary>Whether there could be a daemon to answer: a home that has neither <c>current</c> nor a first binary has none. Where we may not look, there could.</summary>
    public static bool MayBeIn(DaemonHome home) => !IsMissing(home.Current) || !IsMissing(home.BinaryIn(home.GenesisFolder));

    /// <summary>execve(2) said no, though the file is there and executable.</summary>
    public static RefusedException NotExecuted(string path, int errno) =>
        NoBinary($"{path} could not be executed: {Errno.Text(errno)}. It must be a program for this machine, or a script whose interpreter exists");

    private static bool IsMissing(string path)
    {
        try
        {
            return FileFacts.Of(path) is null;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static RefusedException NoBinary(string reason) => new(reason) { ExitCode = ExitCodes.NoBinary };
}
