namespace Cosmovisor.Plans;

/// <summary>An upgrade the chain has asked for: run the binary called <see cref="Name"/> from <see cref="Height"/> on.</summary>
/// <remarks>Only <see cref="Create"/> makes one, so a plan in your hands has already been checked.</remarks>
internal sealed record UpgradePlan
{
    private UpgradePlan(string name, long height, string info) => (Name, Height, Info) = (name, height, info);

    /// <summary>The plan's name as the chain wrote it; its folder is <see cref="UpgradeName.Escape"/> of it.</summary>
    public string Name { get; }

    /// <summary>The block height at which the old binary halts; 0 for the plans of SDK 0.38 to 0.40 that name a time instead.</summary>
    public long Height { get; }

    /// <summary>The plan's free text; may hold binaries or a link to them. Empty when there is none.</summary>
    public string Info { get; }

    public static Parsed<UpgradePlan> Create(string name, long height, string info) =>
        UpgradeName.WhatIsWrong(name) is { } wrong ? Parsed.Invalid<UpgradePlan>(wrong)
        : height < 0 ? Parsed.Invalid<UpgradePlan>($"the upgrade \"{name}\" has the height {height}; a height is 1 or more")
        : Parsed.Ok(new UpgradePlan(name, height, info));

    /// <summary>The same plan with another text: what is kept of it for good need not hold its secrets.</summary>
    public UpgradePlan WithInfo(string info) => new(Name, Height, info);
}
