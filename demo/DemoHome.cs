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

    public string Root => System.IO.Path.Join(Path, "cosmovisor");

    public string? Current => new FileInfo(System.IO.Path.Join(Root, "current")).LinkTarget;

    public string Log
    {
        get
        {
            var file = System.IO.Path.Join(Root, "cosmovisor.log");
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
    }

    /// <summary>Puts a version in place: a script that becomes the simulated node with these words.</summary>
    public void Install(string version, string simNode, string words)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Join(Root, version, "bin")).FullName;
        var binary = System.IO.Path.Join(folder, DaemonName);
        File.WriteAllText(binary, $"#!/bin/sh\nexec {Quoted(simNode)} {words} \"$@\"\n");
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
