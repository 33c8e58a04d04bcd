using System.ComponentModel;
using System.Diagnostics;

namespace Cosmovisor.Demo;

/// <summary>Builds what the demo shows, and says so: the first time it takes a while, and silence would look like a hang.</summary>
internal static class Builder
{
    /// <exception cref="ExpectationException">It cannot be built; with what the compiler said.</exception>
    public static void Build(Screen screen, string configuration, bool withAgent, CancellationToken interrupted)
    {
        if (Sources() is not { } sources)
        {
            return; // what was built before is shown
        }

        (string Project, string What)[] all =
        [
            ("src/Cosmovisor", "cosmovisor, the supervisor"),
            ("src/Cosmovisor.SimNode", "simnode, a node that plays a chain"),
            .. withAgent ? [("src/Cosmovisor.Agent", "cosmovisor-agent, which shows a home and speaks to the fleet")]
                : Array.Empty<(string, string)>(),
        ];

        foreach (var (project, what) in all)
        {
            screen.Begin($"Building {what} ({project}) …");
            var began = Stopwatch.GetTimestamp();
            var (code, said) = Run(["build", Path.Join(sources, project), "-c", configuration, "--nologo", "-v", "quiet"], interrupted);
            Expect.That(code == 0, $"dotnet build {project} ended with {code} and said:\n{said}");
            screen.EndOfLine($" done in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        }
    }

    private static string? Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Cosmovisor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }

    private static (int Code, string Said) Run(string[] words, CancellationToken interrupted)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var start = new ProcessStartInfo(dotnet, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a build server would hold our output open after its build

        try
        {
            using var process = Process.Start(start) ?? throw new ExpectationException($"{dotnet} did not start");
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(interrupted), process.StandardError.ReadToEndAsync(interrupted));

            try
            {
                process.WaitForExitAsync(interrupted).GetAwaiter().GetResult();
                return (process.ExitCode, (output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult()).Trim());
            }
            finally
            {
                Launch.End(process);
            }
        }
        catch (Win32Exception ex)
        {
            throw new ExpectationException($"{dotnet} could not be started: {ex.Message}");
        }
    }
}
