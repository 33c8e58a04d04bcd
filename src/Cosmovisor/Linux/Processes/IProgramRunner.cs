namespace Cosmovisor.Linux;

/// <summary>Runs programs to their end on behalf of an upgrade.</summary>
internal interface IProgramRunner
{
    /// <summary>Blocks until the program has ended, its time limit is over or <paramref name="ct"/> asks for its end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="onLine">Gets each line of its output as it comes, and of its error if the command does not say where else that
    /// goes.</param>
    /// <param name="ct">Stops it, and everything it started.</param>
    /// <exception cref="OperationCanceledException">It was stopped because of <paramref name="ct"/>.</exception>
    CommandEnd Run(Command command, Action<string>? onLine, CancellationToken ct);
}
