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

        return UsableBinary.WhyNot(path) is { } why ? throw NoBinary(FileCalls.IsThere(path) || Unreachable.Why(path) is not null
            ? $"{path} {why}" : Missing(home, version, path, why)) : path;
    }

    /// <summary>
    /// Whether there could be a daemon to answer: a home that has neither <c>current</c> nor a first binary has none. Where we may not
    /// look, there could.
    /// </summary>
    public static bool MayBeIn(DaemonHome home) => !IsMissing(home.Current) || !IsMissing(home.BinaryIn(home.GenesisFolder));

    /// <summary>execve(2) said no, though the file is there and executable.</summary>
    public static RefusedException NotExecuted(string path, int errno) =>
        NoBinary(
            $"{path} could not be executed: {Errno.Text(errno)}. {(ScriptInterpreter.WhatIsWrong(path) is { } wrong ? $"It {wrong}" : "It must be a program for this machine, or a script whose interpreter exists")}");

    private static string Missing(DaemonHome home, string version, string path, string why)
    {
        var what = new FileInfo(path).LinkTarget is null ? $"there is no daemon binary at {path}" : $"{path} {why}";
        var hint = BinarySurroundings.Hint(home, version) is { } found ? $"{found}. Or put" : "Put";
        return $"{what}. {hint} it there: mkdir -p {Path.GetDirectoryName(path)} && cp /path/to/{home.DaemonName} {path}";
    }

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
