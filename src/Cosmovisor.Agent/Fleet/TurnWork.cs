using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <param name="Done">Whether it ended well.</param>
/// <param name="Says">How, in words; null for nothing to say.</param>
internal sealed record TurnEnd(bool Done, string? Says);

/// <summary>What one turn does on a member: a command, and the looks until it has come to its end.</summary>
internal abstract class TurnWork
{
    public static TurnWork Of(RolloutKind kind, MemberHome home, Cosmovisorctl ctl) =>
        kind is RolloutKind.Restart ? new RestartWork(home, ctl) : new UpgradeWork(home, ctl);

    /// <summary>What is run, for the operator.</summary>
    public abstract string Command(string name);

    /// <summary>See <see cref="BegunTurn.Before"/>.</summary>
    public abstract DateTimeOffset? Before { get; }

    public abstract Task<CommandEnd> BeginAsync(string name, string link, CancellationToken ct);

    /// <summary>Whether the supervisor has begun with it, as its files show.</summary>
    public abstract bool HasBegun(BegunTurn turn);

    /// <summary>How it ended; null while it has not.</summary>
    public abstract Task<TurnEnd?> EndAsync(BegunTurn turn, CancellationToken ct);
}
