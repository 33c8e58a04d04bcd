namespace Cosmovisor.Testing;

/// <summary>A folder of a test's own that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <param name="name">Its name begins with this, for who finds it left behind.</param>
    /// <param name="under">Where it is made; the system's place for such when null.</param>
    public TemporaryFolder(string name = "test", string? under = null) => Path = Directory.CreateDirectory(System.IO.Path.Join(
        under ?? System.IO.Path.GetTempPath(), $"cosmovisor-{name}-{System.IO.Path.GetRandomFileName()}")).FullName;

    public string Path { get; }

    public string In(params ReadOnlySpan<string?> parts) => System.IO.Path.Join(Path, System.IO.Path.Join(parts));

    /// <summary>Makes a folder in it, with those above.</summary>
    /// <returns>Its path.</returns>
    public string MakeFolder(string relative) => Directory.CreateDirectory(In(relative)).FullName;

    /// <summary>Puts a file in place, with its folders.</summary>
    /// <returns>Its path.</returns>
    public string Write(string relative, string text)
    {
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(relative))!);
        File.WriteAllText(In(relative), text);
        return In(relative);
    }

    /// <summary>The same for a script or program that can be run.</summary>
    /// <returns>Its path.</returns>
    public string WriteProgram(string relative, string text)
    {
        var path = Write(relative, text);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
        return path;
    }

    /// <summary>Removes it, if the test has not.</summary>
    /// <remarks>A node whose supervisor was killed follows it a moment later, and may write until then.</remarks>
    public void Dispose() => Wait.Until($"the removal of {Path}", IsRemoved, limit: TimeSpan.FromSeconds(10));

    private bool IsRemoved()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException) when (!Directory.Exists(Path))
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
