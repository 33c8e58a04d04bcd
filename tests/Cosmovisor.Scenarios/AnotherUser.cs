using Xunit;

namespace Cosmovisor.Tests;

/// <summary>A user who is not root, for what root is never refused.</summary>
internal static class AnotherUser
{
    private const string SetPriv = "/usr/bin/setpriv";

    /// <summary>For setpriv(1): that user's numbers.</summary>
    public static string[] Words { get; } = ["--reuid=65534", "--regid=65534", "--clear-groups"];

    /// <summary>
    /// Skips the test where we may not become that user, or where that user may not reach the executables, as in a source tree below /root.
    /// </summary>
    public static void Need()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(SetPriv), "to be another user needs root and setpriv(1)");
        using var look = new Run(SetPriv, [.. Words, "test", "-r", Executable.Cosmovisorctl], new Dictionary<string, string>());
        Assert.SkipUnless(look.End().Code == 0, $"another user may not read {Executable.Cosmovisorctl}: a folder above it is closed");
    }
}
