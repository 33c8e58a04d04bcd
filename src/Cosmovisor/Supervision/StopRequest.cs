namespace Cosmovisor.Supervision;

/// <summary>Whether we were asked to end: the one place that knows. Nothing new is begun after it. Main thread only.</summary>
internal sealed class StopRequest
{
    /// <summary>The first TERM, INT or QUIT that we were sent; null while there was none.</summary>
    public int? Signal { get; private set; }

    public bool IsMade => Signal is not null;

    /// <summary>How often it was made: an operator who asks again has stopped waiting.</summary>
    public int Times { get; private set; }

    /// <summary>Made a second time: `docker stop` kills ten seconds after the first.</summary>
    public bool IsUrgent => Times > 1;

    /// <summary>What a program ends with that such a signal has ended.</summary>
    public int ExitCode => 128 + Signal.GetValueOrDefault();

    public void Make(int signal)
    {
        Signal ??= signal;
        Times++;
    }
}
