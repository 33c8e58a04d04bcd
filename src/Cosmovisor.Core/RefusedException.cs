using Cosmovisor.Supervision;

namespace Cosmovisor;

/// <summary>
/// Something that cannot be done, in the operator's words: what failed, where, expected and got, what state things are in, what to do.
/// </summary>
/// <remarks>Thrown by the stages of an upgrade, which do not know the plan; the runner adds plan and step.</remarks>
internal sealed class RefusedException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>What went wrong, without what to do about it.</summary>
    public string Reason { get; } = reason;

    /// <summary>What to do about it, as a sentence with a command that can be pasted; null where the reason says it.</summary>
    public string? Remedy { get; init; }

    public override string Message => Remedy is null ? Reason : $"{Reason}. {Remedy}";

    /// <summary>What we end with when this is the end.</summary>
    public int ExitCode { get; init; } = ExitCodes.Failed;
}
