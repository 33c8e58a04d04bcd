using Cosmovisor.Plans;

namespace Cosmovisor.Supervision;

/// <summary>Keeps a supervisor from going round in circles: upgrades of one run must lead forward.</summary>
/// <remarks>
/// A chain never uses a plan name twice (x/upgrade refuses to schedule one that is done), so a version that asks for an upgrade already
/// carried out in this run is not the version its folder says. A daemon that dies is not started again at all: the init system decides.
/// </remarks>
internal sealed record RestartPace(IReadOnlyList<string> Carried)
{
    public static RestartPace Fresh { get; } = new([]);

    public RestartPace With(UpgradePlan plan) => new([.. Carried, plan.Name]);

    /// <summary>Why <paramref name="plan"/> must not be carried out, or null when it may.</summary>
    public string? WhatIsWrongWith(UpgradePlan plan)
    {
        if (!Carried.Contains(plan.Name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = string.Join(" -> ", Carried.Append(plan.Name).Select(name => $"\"{name}\""));
        return $"the upgrades go round in a circle ({path}): a binary asks for an upgrade that was carried out before it. "
            + $"One of the folders holds the wrong binary; see which version each of upgrades/*/bin prints, put the right ones in place and start again";
    }
}
