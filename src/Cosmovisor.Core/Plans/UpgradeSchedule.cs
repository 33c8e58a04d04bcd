using System.Text.Json;

namespace Cosmovisor.Plans;

/// <summary>
/// The operator's own upgrades: run the node up to a height, and from there on with another binary. The chain knows nothing of them.
/// </summary>
/// <remarks>
/// Its form is that of the SDK's <c>upgrade-info.json.batch</c>: a list of plans, here always in the order of their heights.
/// No name and no height stands twice.
/// </remarks>
internal sealed class UpgradeSchedule
{
    private UpgradeSchedule(IEnumerable<UpgradePlan> entries) => Entries = [.. entries.OrderBy(entry => entry.Height)];

    public static UpgradeSchedule Empty { get; } = new([]);

    public IReadOnlyList<UpgradePlan> Entries { get; }

    /// <summary>Reads a list of plans; also the <c>null</c> that the SDK's redesign leaves when the last one is gone.</summary>
    public static Parsed<UpgradeSchedule> Parse(ReadOnlyMemory<byte> json) => ForeignJson.Read(json, root => root.ValueKind switch
    {
        JsonValueKind.Null => Parsed.Ok(Empty),
        JsonValueKind.Array => Parse(root),
        _ => Parsed.Invalid<UpgradeSchedule>("it is JSON, but not a list of plans"),
    });

    /// <summary>One plan a line, as it is kept.</summary>
    public IEnumerable<string> Lines() => Entries is [] ? ["[]"]
        : ["[", .. Entries.Select((entry, i) => $"  {PlanFile.Text(entry)}{(i < Entries.Count - 1 ? "," : "")}"), "]"];

    /// <summary>Whether an upgrade of that name is in it; names that differ in case alone are one upgrade.</summary>
    public bool Has(string? name) => Entries.Any(entry => IsCalled(entry, name));

    /// <summary>Whether it holds that very upgrade, whatever its info.</summary>
    public bool HasAtItsHeight(UpgradePlan plan) => Entries.Any(entry => entry.Height == plan.Height && IsCalled(entry, plan.Name));

    /// <summary>The same with one more upgrade. One that is scheduled already for that very height changes nothing.</summary>
    /// <param name="entry">What to add.</param>
    /// <param name="force">Takes the place of one with the same name.</param>
    public Parsed<UpgradeSchedule> With(UpgradePlan entry, bool force = false)
    {
        var others = Without(entry.Name);

        return entry.Height <= 0 ? Parsed.Invalid<UpgradeSchedule>($"the upgrade \"{entry.Name}\" needs a height above 0")
            : Entries.FirstOrDefault(other => IsCalled(other, entry.Name)) is { } same && !force && same.Height != entry.Height
                ? Parsed.Invalid<UpgradeSchedule>($"the upgrade \"{entry.Name}\" is scheduled already, for height {same.Height}")
            : others.Entries.FirstOrDefault(other => other.Height == entry.Height) is { } taken
                ? Parsed.Invalid<UpgradeSchedule>(
                    $"the upgrades \"{taken.Name}\" and \"{entry.Name}\" are scheduled for one height, {entry.Height}")
            : Parsed.Ok(new UpgradeSchedule(others.Entries.Append(entry)));
    }

    /// <summary>The same without an upgrade that is done.</summary>
    public UpgradeSchedule Without(string? name) => new(Entries.Where(entry => !IsCalled(entry, name)));

    private static Parsed<UpgradeSchedule> Parse(JsonElement plans)
    {
        var schedule = Parsed.Ok(Empty);
        var position = 0;

        foreach (var element in plans.EnumerateArray())
        {
            position++;

            if (!PlanFile.Parse(element).IsOk(out var plan, out var reason))
            {
                return Parsed.Invalid<UpgradeSchedule>($"its entry {position} is not a plan: {reason}");
            }

            schedule = schedule.Then(one => one.With(plan));
        }

        return schedule;
    }

    private static bool IsCalled(UpgradePlan entry, string? name) => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
