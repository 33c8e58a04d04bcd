using System.Reflection;
using Cosmovisor.Backups;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Holds;
using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Tests.Events;

/// <summary>Every case of the family, with a sample of each.</summary>
internal static class AllHappenings
{
    public static readonly UpgradePlan Plan = UpgradePlan.Create("v2", 49, "https://user:secret@example.org/v2")
        .IsOk(out var plan, out var why) ? plan : throw new InvalidOperationException(why);

    public static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static Journal Journal =>
        Journal.Of(Plan, "genesis", Noon).Begin(UpgradeStep.Stage, Noon).Finish(UpgradeStep.Stage, "upgrades/v2", Noon.AddSeconds(2));

    public static IReadOnlyList<Type> Cases { get; } = [.. typeof(Happening)
        .GetNestedTypes(BindingFlags.NonPublic)
        .Where(type => type.IsSubclassOf(typeof(Happening)) && !type.IsAbstract)
        .OrderBy(type => type.MetadataToken)];

    public static HappeningKind KindOf(Type type) => (HappeningKind)type.GetField("OfKind")!.GetValue(null)!;

    public static Happening Sample(Type type)
    {
        var make = type.GetConstructors().Single();
        return (Happening)make.Invoke([.. make.GetParameters()
            .Select(parameter => Value(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType, parameter.Name!))]);
    }

    /// <summary>With nothing in what may be missing, and the other answer to each question.</summary>
    public static Happening SparseSample(Type type)
    {
        var make = type.GetConstructors().Single();
        return (Happening)make.Invoke([.. make.GetParameters().Select(
            parameter => IsOptional(parameter) ? null : parameter.ParameterType == typeof(bool) ? false
                : Value(parameter.ParameterType, parameter.Name!))]);
    }

    private static bool IsOptional(ParameterInfo parameter) => Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (!parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable);

    private static object Value(Type type, string name) =>
        type == typeof(string) ? name
        : type == typeof(int) ? 7
        : type == typeof(long) ? 49L
        : type == typeof(bool) ? true
        : type == typeof(TimeSpan) ? TimeSpan.FromMilliseconds(1250)
        : type == typeof(DateTimeOffset) ? Noon
        : type == typeof(UpgradePlan) ? Plan
        : type == typeof(Journal) ? Journal
        : type == typeof(UpgradeStep) ? UpgradeStep.Backup
        : type == typeof(DaemonEnd) ? new DaemonEnd.Killed(9)
        : type == typeof(KnownDeath)
            ? new KnownDeath(new Death(DeathReason.DoubleSignCheck, "panic: …"), "/node/data", "/node/config/config.toml", 3)
        : type == typeof((string, string, string)) ? ("1 MiB", "0 B", "0 B")
        : type == typeof(OutlookChange)
            ? new OutlookChange(LogLevel.Warning, "a coming upgrade", new ComingPlan("v2", 49, PlanSource.Chain, PlanStatus.Decided))
        : type == typeof(Hold) ? new Hold("window", "ops@host", "maintenance", Noon)
        : type == typeof(LastUpgrade) ? new LastUpgrade("v2", 49, "genesis", "upgrades/v2", Noon, 1.25, "done")
        : type == typeof(UpgradeRequest) ? new UpgradeRequest(new string('a', 32), "v2", "genesis", Noon) { Who = "ops@host", At = Noon }
        : type == typeof(LogLevel) ? LogLevel.Warning
        : type == typeof(BackupProgress) ? new BackupProgress(1, 2, 10, 20, TimeSpan.FromSeconds(2))
        : type == typeof((string Name, object? Value)[]) ? new (string, object?)[] { ("link", "https://example.org") }
        : type == typeof(IReadOnlyList<(string Name, object? Value)>) ? new (string, object?)[] { ("DAEMON_POLL_INTERVAL", "1s") }
        : throw new ArgumentException($"there is no sample of {type.Name}", nameof(type));
}
