using System.Text;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Linux;

/// <summary>With arguments that are not UTF-8: tests/Cosmovisor.Scenarios/Supervision/TheDaemonSeesTheWorldAsItIs.cs.</summary>
public static class ProcessImages
{
    [Fact]
    public static void TakeOurArgumentsFromTheEndOfTheCommandLine()
    {
        var whole = ProcessImage.WholeCommandLine;

        var (name, arguments) = ProcessImage.CommandLine([.. whole[1..].Select(Encoding.UTF8.GetString)]);

        Assert.Equal(Encoding.UTF8.GetString(whole[0]), name);
        Assert.Equal(whole[1..], arguments);
    }

    [Fact]
    public static void ReplaceAVariableAndKeepAllOthers()
    {
        var plain = ProcessImage.EnvironmentWith(new Dictionary<string, string>()).Select(Encoding.UTF8.GetString).ToArray();

        var changed = ProcessImage.EnvironmentWith(new Dictionary<string, string> { ["PATH"] = "/mine", ["COSMOVISOR_OF_TESTS"] = "new" })
            .Select(Encoding.UTF8.GetString)
            .ToArray();

        Assert.Equal(
            plain.Where(entry => !entry.StartsWith("PATH=", StringComparison.Ordinal)).Concat(["PATH=/mine", "COSMOVISOR_OF_TESTS=new"]),
            changed);
    }

    [Fact]
    public static void TakeNoVariableForAnotherThatBeginsAlike()
    {
        var changed =
            ProcessImage.EnvironmentWith(new Dictionary<string, string> { ["PAT"] = "x" }).Select(Encoding.UTF8.GetString).ToArray();

        Assert.Contains(changed, entry => entry.StartsWith("PATH=", StringComparison.Ordinal));
    }
}
