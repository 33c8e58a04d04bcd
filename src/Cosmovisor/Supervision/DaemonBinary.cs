using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Staging;

namespace Cosmovisor.Supervision;

/// <summary>What must hold of a binary before it is started.</summary>
internal static class DaemonBinary
{
    /// <param name="home">Whose.</param>
    /// <param name="version">The version's folder.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="RefusedException">It is not there, not a file, or not ours to execute.</exception>
    public static string Usable(DaemonHome home, string version)
    {
        var path = home.BinaryIn(version);

        if (!FileCalls.IsThere(path))
        {
            throw NoBinary(Missing(home, version, path));
        }

        if (Directory.Exists(path))
        {
            throw NoBinary($"{path} is a folder; expected the daemon's binary");
        }

        if (!FileCalls.IsExecutableByUs(path))
        {
            throw NoBinary(NotExecutable(path, File.GetUnixFileMode(path)));
        }

        return path;
    }

    /// <summary>Whether there could be a daemon to answer: a home that has neither <c>current</c> nor a first binary has none. Where we may not look, there could.</summary>
    public static bool MayBeIn(DaemonHome home) => !IsMissing(home.Current) || !IsMissing(home.BinaryIn(home.GenesisFolder));

    /// <summary>execve(2) said no, though the file is there and executable.</summary>
    public static RefusedException NotExecuted(string path, int errno) =>
        NoBinary($"{path} could not be executed: {Errno.Text(errno)}. {(ScriptInterpreter.WhatIsWrong(path) is { } wrong ? $"It {wrong}" : "It must be a program for this machine, or a script whose interpreter exists")}");

    private static string Missing(DaemonHome home, string version, string path)
    {
        if (Unreachable.Why(path) is { } why)
        {
            return $"the daemon binary {path} cannot be looked at: {why}";
        }

        var link = new FileInfo(path).LinkTarget is { } target ? $" (it is a link to {target}, which leads nowhere)" : "";
        var hint = BinarySurroundings.Hint(home, version) is { } found ? $"{found}. Or put" : "Put";
        return $"there is no daemon binary at {path}{link}. {hint} it there: mkdir -p {Path.GetDirectoryName(path)} && cp /path/to/{home.DaemonName} {path}";
    }

    private static string NotExecutable(string path, UnixFileMode mode) =>
        $"{path} is not executable by {Environment.UserName} (mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')}). "
        + ((mode & UnixFileMode.UserExecute) == 0 ? $"Make it so: chmod +x {path}" : $"Permission denied: it belongs to another user, or its file system is mounted noexec. Give it to that user: chown {Environment.UserName} {path}");

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
