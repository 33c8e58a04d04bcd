using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>The machine's clock, as the rule of the backup ahead compares it.</summary>
internal static class AheadClock
{
    /// <summary>Null where it is not known whether the machine was started again or the clock was set.</summary>
    public static ClockReading? Now => MachineClock.Boot is { } boot ? new ClockReading(boot, MachineClock.Offset) : null;
}
