namespace Cosmovisor.Sandbox;

/// <summary>What the child of a task may do and use. What its work needs is known before a foreign byte is looked at.</summary>
internal sealed record TaskLimits
{
    private const ulong MiB = 1024 * 1024;

    /// <summary>Sockets: to servers, to the node.</summary>
    public bool Network { get; init; }

    /// <summary>Every file that its user may read; else only the system's own and those named on its command line.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Bytes that it can write to; a .NET runtime at rest has 40 MiB of them.</summary>
    public ulong Memory { get; init; } = 1024 * MiB;

    /// <summary>Of a file that it writes.</summary>
    public ulong File { get; init; } = MiB;

    public ulong CpuSeconds { get; init; } = 60;

    /// <summary>Whether it is put behind limits at all.</summary>
    public bool AreKept { get; init; } = true;

    /// <summary>
    /// A task that looks at no foreign byte itself, and starts others that do. It works as the commands of the operator do.
    /// </summary>
    public static TaskLimits OfOurOwn { get; } = new() { AreKept = false };

    /// <summary>A question to the node: nothing is written, and the answer has at most 8 MiB.</summary>
    public static TaskLimits OfQuestions { get; } = new() { Network = true, ReadsAll = true };

    /// <summary>A download: the one task with both a network and a file. How long the file may be is its own rule.</summary>
    public static TaskLimits OfDownloads { get; } = new() { Network = true, File = ulong.MaxValue, CpuSeconds = 3600 };

    /// <summary>An archive: no network, nothing outside its folder.</summary>
    public static TaskLimits OfUnpacking { get; } = new() { File = ulong.MaxValue, CpuSeconds = 1800 };

    /// <summary>
    /// A program that is foreign. It may read what it will be able to read as the node, and has nobody to tell it to.
    /// </summary>
    public static TaskLimits OfTrials { get; } = new() { ReadsAll = true, Memory = 4096 * MiB, File = 256 * MiB, CpuSeconds = 120 };
}
