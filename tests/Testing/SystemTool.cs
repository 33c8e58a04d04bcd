using Xunit;

namespace Cosmovisor.Testing;

/// <summary>The programs of this machine that tests use.</summary>
internal static class SystemTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Whether it is installed, where an administrator would find it.</summary>
    public static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
            .Any(folder => File.Exists(Path.Join(folder, name)));

    /// <summary>Skips the test where one of them is not installed.</summary>
    public static void Need(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.SkipUnless(IsThere(name), $"{name} is not installed");
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static Finished End(string name, params string[] arguments)
    {
        using var run = new Run(name, arguments);
        return run.End(Limit);
    }

    /// <summary>Whether it is installed and did what it was told: not every file system and every machine lets it.</summary>
    public static bool Works(string name, params string[] arguments) => IsThere(name) && End(name, arguments).Code == 0;

    /// <summary>Runs it, or skips the test where it is not installed. It must succeed.</summary>
    public static void Run(string folder, string name, params string[] arguments)
    {
        Need(name);
        using var run = new Run(name, arguments, workingDirectory: folder);
        var end = run.End(Limit);
        Assert.True(end.Code == 0, $"{name} {string.Join(' ', arguments)}: {end.Says}");
    }
}
