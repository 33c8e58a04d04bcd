namespace Cosmovisor.Tests.Logging;

internal sealed class StoppedClock : TimeProvider
{
    public const string Now = "2024-02-29T12:00:00.000Z";

    public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);
}
