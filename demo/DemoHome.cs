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

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => System.IO.Path.Join(Root, "cosmovisor.log");

    /// <summary>Puts a version in place: a script that becomes the simulated node with these words.</summary>
    public void Install(string version, string node)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Join(Root, version, "bin")).FullName;
        var binary = System.IO.Path.Join(folder, DaemonName);
        File.WriteAllText(binary, $"#!/bin/sh\nexec {node} \"$@\"\n");
        File.SetUnixFileMode(binary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose()
    {
        if (!_keep && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
