using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>What must hold in every world there can be.</summary>
internal static class Law
{
    public static void Holds(bool condition, string law) => Assert.True(condition, $"broken: {law}");
}
