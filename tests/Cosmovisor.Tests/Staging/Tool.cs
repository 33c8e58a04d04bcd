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
        var (code, says) = Run(folder, name, arguments.AsSpan());
        Assert.True(code == 0, $"{name} {string.Join(' ', arguments)}: {says}");
    }

    /// <summary>Whether it is installed and did what it was told: not every file system and every machine lets it.</summary>
    public static bool TryRun(string name, params string[] arguments) => IsThere(name) && Run("/", name, arguments.AsSpan()).Code == 0;

    private static (int Code, string Says) Run(string folder, string name, ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(name, arguments.ToArray())
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        return (process.ExitCode, output + errors.Result);
    }

    public static void Need(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.SkipUnless(IsThere(name), $"{name} is not installed");
        }
    }

    private static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Join(folder, name)));
}
