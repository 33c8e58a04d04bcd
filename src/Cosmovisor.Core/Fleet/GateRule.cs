namespace Cosmovisor.Fleet;

/// <summary>Whether the restart of a member with an upgrade of the chain waits for the gate's group to have carried it out.</summary>
internal static class GateRule
{
    /// <summary>Nobody waits longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Null when the member may start, or why it is held.</summary>
    /// <param name="gate">The group that goes first; null for no gate.</param>
    /// <param name="me">The member that would start.</param>
    /// <param name="height">The plan's.</param>
    /// <param name="view">The fleet.</param>
    /// <remarks>Never a member that signs: the migration runs in the block that two thirds of the power must decide.</remarks>
    public static string? WhyHeld(string? gate, MemberRecord me, long height, FleetView view)
    {
        if (gate is null || me.Signer is not null || me.SignsRemotely || MemberLabels.GroupOf(me.Labels) == gate)
        {
            return null;
        }

        var first = view.Members.Values.Where(member => !member.IsLate
            && member.Record!.ChainId == me.ChainId
            && MemberLabels.GroupOf(member.Labels) == gate).ToList();
        return AppHashRule.Alarms(view) is [var alarm, ..] ? alarm

            // A gate without a member would hold for its whole time, and prove nothing.
            : first.Count == 0 || first.Any(member => member.Record!.AppHeight >= height) ? null
            : $"the group \"{gate}\" has not applied the upgrade at height {height} yet";
    }
}
