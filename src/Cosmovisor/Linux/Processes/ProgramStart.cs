namespace Cosmovisor.Linux;

/// <summary>A program about to be started: what execve(2) gets, and what happens between fork and exec.</summary>
internal sealed record ProgramStart(string Path, IReadOnlyCollection<byte[]> Arguments, IReadOnlyCollection<byte[]> Environment)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Descriptors to use as standard input, output and error; -1 passes ours on.</summary>
    public (int In, int Out, int Error) Streams { get; init; } = (-1, -1, -1);

    /// <summary>A process group of its own, so that it can be signalled with all it starts.</summary>
    public bool OwnGroup { get; init; }

    /// <summary>It goes on beside the daemons' lives: nobody waits for its end before a daemon is started.</summary>
    public bool IsLasting { get; init; }
}
