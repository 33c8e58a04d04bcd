namespace Cosmovisor.Tests;

/// <summary>A home as an operator lays it out, in a folder of its own that goes away with the test.</summary>
internal sealed class NodeHome : IDisposable
{
    public const string DaemonName = "dummyd";

    public NodeHome() => _ = Directory.CreateDirectory(In("cosmovisor"));

    public string Path { get; } = Directory.CreateTempSubdirectory("cosmovisor-home-").FullName;

    /// <summary>Settings of this home; a test adds its own.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>The text of the <c>current</c> link; null when there is none.</summary>
    public string? Current => new FileInfo(In("cosmovisor/current")).LinkTarget;

    /// <summary>Our own log, whole; empty when there is none.</summary>
    public string Log => File.Exists(In("cosmovisor/cosmovisor.log")) ? File.ReadAllText(In("cosmovisor/cosmovisor.log")) : "";

    public string In(string relative) => System.IO.Path.Join(Path, relative);

    /// <summary>Puts a daemon in place: the body of a shell script.</summary>
    /// <param name="version"><c>genesis</c> or <c>upgrades/&lt;name&gt;</c>.</param>
    /// <param name="script">What it does.</param>
    public NodeHome Install(string version, string script)
    {
        var folder = In($"cosmovisor/{version}/bin");
        _ = Directory.CreateDirectory(folder);
        var binary = System.IO.Path.Join(folder, DaemonName);
        File.WriteAllText(binary, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(binary, (UnixFileMode)Convert.ToInt32("755", 8));
        return this;
    }

    /// <summary>Puts a simulated node in place.</summary>
    /// <param name="version"><c>genesis</c> or <c>upgrades/&lt;name&gt;</c>.</param>
    /// <param name="options">Its options; see src/Cosmovisor.SimNode/README.md.</param>
    public NodeHome InstallNode(string version, string options) => Install(version, $"exec {Executable.SimNode} {options} \"$@\"");

    /// <summary>Runs cosmovisor with these arguments to its end.</summary>
    public Finished Run(params string[] arguments)
    {
        using var run = Start(arguments);
        return run.End();
    }

    /// <summary>Starts cosmovisor with these arguments.</summary>
    public Run Start(params string[] arguments) => new(Executable.Cosmovisor, arguments, Variables());

    /// <summary>Runs the operator's tool to its end.</summary>
    public Finished Ctl(params string[] arguments)
    {
        using var run = new Run(Executable.Cosmovisorctl, arguments, Variables());
        return run.End();
    }

    /// <summary>Everything below the home, one line an entry, as an operator would list it.</summary>
    public string Tree() => string.Join('\n', Directory
        .EnumerateFileSystemEntries(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false })
        .Select(entry => System.IO.Path.GetRelativePath(Path, entry) + (new FileInfo(entry).LinkTarget is { } target ? $" -> {target}" : ""))
        .Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string> { ["DAEMON_HOME"] = Path, ["DAEMON_NAME"] = DaemonName };

        foreach (var (name, value) in Settings)
        {
            variables[name] = value;
        }

        return variables;
    }
}
