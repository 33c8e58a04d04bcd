using System.Diagnostics;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>The real programs that publishers use.</summary>
internal static class Tool
{
    /// <summary>Runs it, or skips the test where it is not installed.</summary>
    public static void Run(string folder, string name, params string[] arguments)
    {
        Need(name);
        var start = new ProcessStartInfo(name, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.True(process.ExitCode == 0, $"{name} {string.Join(' ', arguments)}: {output}{errors.Result}");
    }

    public static void Need(params string[] names)
    {
        foreach (var name in names)
        {
            var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Join(folder, name)));
            Assert.SkipUnless(isThere, $"{name} is not installed");
        }
    }
}
