namespace Cosmovisor.Tests;

/// <summary>A home as an operator lays it out, in a folder of its own that goes away with the test.</summary>
internal sealed class NodeHome : IDisposable
{
    public const string DaemonName = "dummyd";

    private readonly TemporaryFolder _folder;

    /// <param name="under">Where the folder is made; the system's place for such when null.</param>
    public NodeHome(string? under = null)
    {
        _folder = new TemporaryFolder("home", under);
        _ = _folder.MakeFolder("cosmovisor");
    }

    public string Path => _folder.Path;

    /// <summary>Settings of this home; a test adds its own.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>The text of the <c>current</c> link; null when there is none.</summary>
    public string? Current => new FileInfo(In("cosmovisor/current")).LinkTarget;

    /// <summary>Our own log, whole; empty when there is none.</summary>
    public string Log => File.Exists(In("cosmovisor/cosmovisor.log")) ? File.ReadAllText(In("cosmovisor/cosmovisor.log")) : "";

    public string In(string relative) => _folder.In(relative);

    /// <summary>Puts a daemon in place: the body of a shell script.</summary>
    /// <param name="version"><c>genesis</c> or <c>upgrades/&lt;name&gt;</c>.</param>
    /// <param name="script">What it does.</param>
    public NodeHome Install(string version, string script)
    {
        _ = _folder.WriteProgram($"cosmovisor/{version}/bin/{DaemonName}", $"#!/bin/sh\n{script}\n");
        return this;
    }

    /// <summary>Puts a simulated node in place.</summary>
    /// <param name="version"><c>genesis</c> or <c>upgrades/&lt;name&gt;</c>.</param>
    /// <param name="options">Its options; see src/Cosmovisor.SimNode/README.md.</param>
    public NodeHome InstallNode(string version, string options) => Install(version, $"exec {Executable.SimNode} {options} \"$@\"");

    /// <summary>Puts a file in place, with its folders.</summary>
    public NodeHome Write(string relative, string text)
    {
        _ = _folder.Write(relative, text);
        return this;
    }

    /// <summary>Makes <c>current</c>, with exactly this text.</summary>
    public NodeHome PointCurrentTo(string target)
    {
        File.Delete(In("cosmovisor/current"));
        _ = File.CreateSymbolicLink(In("cosmovisor/current"), target);
        return this;
    }

    /// <summary>Sets one of this home's settings.</summary>
    public NodeHome Set(string variable, string value)
    {
        Settings[variable] = value;
        return this;
    }

    /// <summary>Runs a line of shell in which <c>"$0"</c> is cosmovisor, to its end.</summary>
    public Finished Shell(string line)
    {
        using var run = StartShell(line);
        return run.End();
    }

    /// <summary>Starts a line of shell in which <c>"$0"</c> is cosmovisor.</summary>
    public Run StartShell(string line) => new("/bin/sh", ["-c", line, Executable.Cosmovisor], OwnVariables(), Path);

    /// <summary>Runs cosmovisor with these arguments to its end.</summary>
    public Finished Run(params string[] arguments)
    {
        using var run = Start(arguments);
        return run.End();
    }

    /// <summary>Starts cosmovisor with these arguments.</summary>
    public Run Start(params string[] arguments) => new(Executable.Cosmovisor, arguments, OwnVariables());

    /// <summary>Runs another program in cosmovisor's place, with its settings, to its end.</summary>
    public Finished RunUnder(string program, params string[] arguments)
    {
        using var run = new Run(program, arguments, OwnVariables());
        return run.End();
    }

    /// <summary>Runs the operator's tool to its end.</summary>
    public Finished Ctl(params string[] arguments)
    {
        using var run = new Run(Executable.Cosmovisorctl, arguments, OwnVariables());
        return run.End();
    }

    /// <summary>Everything below the home, one line an entry, as an operator would list it. Links are not followed.</summary>
    public string Tree() => string.Join('\n', Below(new DirectoryInfo(Path)).Order(StringComparer.Ordinal));

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> Below(DirectoryInfo folder) =>
        from entry in folder.EnumerateFileSystemInfos()
        from line in (IEnumerable<string>)
        [
            System.IO.Path.GetRelativePath(Path, entry.FullName) + (entry.LinkTarget is { } target ? $" -> {target}" : ""),
            .. entry is DirectoryInfo { LinkTarget: null } inner ? Below(inner) : [],
        ]
        select line;

    public Dictionary<string, string> OwnVariables()
    {
        var variables = new Dictionary<string, string> { ["DAEMON_HOME"] = Path, ["DAEMON_NAME"] = DaemonName };

        foreach (var (name, value) in Settings)
        {
            variables[name] = value;
        }

        return variables;
    }
}
