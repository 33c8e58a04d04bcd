using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class PruneRules
{
    private static readonly (string, DateTimeOffset)[] Four = [("b", Day(2)), ("d", Day(4)), ("a", Day(1)), ("c", Day(3))];

    [Theory]
    [InlineData(1, "a b c")]
    [InlineData(3, "a")]
    [InlineData(4, "")]
    [InlineData(9, "")]
    public static void LetTheOldestGoFirst(int keep, string goes) => Assert.Equal(goes, string.Join(' ', PruneRule.WhatGoes(Four, keep)));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public static void NeverLetTheNewestGo(int keep) => Assert.DoesNotContain("d", PruneRule.WhatGoes(Four, keep));

    private static DateTimeOffset Day(int day) => new(2026, 1, day, 0, 0, 0, TimeSpan.Zero);
}
