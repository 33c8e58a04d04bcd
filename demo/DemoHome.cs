namespace Cosmovisor.Demo;

/// <summary>A home as an operator lays it out. It goes away with the demo unless it is to be kept.</summary>
internal sealed class DemoHome : IDisposable
{
    public const string DaemonName = "simd";

    private readonly bool _keep;

    public DemoHome(bool keep)
    {
        _keep = keep;
        _ = Directory.CreateDirectory(Root);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("cosmovisor-demo-").FullName;

    public string Data => System.IO.Path.Join(Path, "data");

    public string Root => System.IO.Path.Join(Path, "cosmovisor");

    /// <summary>cosmovisorctl, a second name of the supervisor (<see cref="NameTool"/>).</summary>
    public string Tool => System.IO.Path.Join(Path, "cosmovisorctl");

    public string? Current => new FileInfo(System.IO.Path.Join(Root, "current")).LinkTarget;

    public string Log
    {
        get
        {
            var file = System.IO.Path.Join(Root, "cosmovisor.log");
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
    }

    public void NameTool(string supervisor) => File.CreateSymbolicLink(Tool, supervisor);

    /// <summary>A version's binary: a script that becomes the simulated node with these words.</summary>
    public static string Script(string simNode, string words) => $"#!/bin/sh\nexec {Quoted(simNode)} {words} \"$@\"\n";

    /// <summary>Puts a version in place.</summary>
    public void Install(string version, string script)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Join(Root, version, "bin")).FullName;
        var binary = System.IO.Path.Join(folder, DaemonName);
        File.WriteAllText(binary, script);
        File.SetUnixFileMode(binary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose()
    {
        if (!_keep && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static string Quoted(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
