using System.Security.Cryptography;
using Cosmovisor.Agent.Settings;
using Xunit;

namespace Cosmovisor.Agent.Tests.Settings;

public static class HashesOfAddresses
{
    [Fact]
    public static void AreWhatTheFrameworkMakesOfTheSameBytes()
    {
        for (var length = 0; length < 300; length++)
        {
            var data = RandomNumberGenerator.GetBytes(length);

            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(data)), Sha256.Hex(data));
        }
    }
}
