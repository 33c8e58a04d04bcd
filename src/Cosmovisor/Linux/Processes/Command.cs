using Cosmovisor.Supervision;

namespace Cosmovisor.Linux;

/// <summary>A program that is run to its end on behalf of an upgrade: a trial start, a hook, a backup command.</summary>
/// <param name="Path">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments, without the program's own name.</param>
internal sealed record Command(string Path, params IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs; null for our own working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables added to our environment, or replacing ours.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>What it reads on its standard input; nothing unless given.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Bytes of a line that are kept; what is behind them is lost to whoever listens.</summary>
    public int LongestLine { get; init; } = 8 * 1024;

    /// <summary>Gets each line of its standard error, which then does not come with its output.</summary>
    public Action<string>? OnErrorLine { get; init; }

    /// <summary>After this it is stopped with all its descendants.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>It goes on beside the daemons' lives, so a stop of the daemon does not wait for it.</summary>
    public bool IsLasting { get; init; }

    /// <summary>
    /// It changes what cannot be changed twice: where it ends with 0 after we have stopped it, it has finished its work, and that counts.
    /// </summary>
    public bool MustNotRunTwice { get; init; }

    /// <summary>Between TERM and KILL when it is stopped.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How a <see cref="Command"/> ended.</summary>
/// <param name="End">Null when it could not be started or was stopped at its time limit; then <paramref name="Trouble"/> says why.</param>
/// <param name="OutputTail">The last 4 KiB of its standard output and error, as text.</param>
/// <param name="Trouble">Why there is no <paramref name="End"/>, as the end of a sentence: "could not be started: …".</param>
internal sealed record CommandEnd(DaemonEnd? End, string OutputTail, string? Trouble);
