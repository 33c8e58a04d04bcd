using System.Collections;

namespace Cosmovisor.Linux;

/// <summary>What this process was started with, as bytes: .NET's strings would lose an argument that is not UTF-8.</summary>
internal static class ProcessImage
{
    // Null as long as it is the one we were started with.
    private static List<byte[]>? _environment;

    /// <summary>The name we were called by (argv[0]) and our arguments.</summary>
    /// <param name="decoded">The arguments as .NET gives them: the fallback, and their number under <c>dotnet cosmovisor.dll</c>.</param>
    public static (string Name, byte[][] Arguments) CommandLine(string[] decoded)
    {
        if (!TryReadVector("/proc/self/cmdline", out var vector) || vector.Length <= decoded.Length)
        {
            return (Environment.ProcessPath ?? "cosmovisor", [.. decoded.Select(NativeStrings.Bytes)]);
        }

        return (System.Text.Encoding.UTF8.GetString(vector[0]), vector[^decoded.Length..]);
    }

    /// <summary>Ends this process at once, from any thread: nothing of ours runs any more.</summary>
    public static void EndNow(int code) => Libc.ExitNow(code);

    /// <summary>
    /// The folder relative paths begin at. One that was deleted under us has no name: the node runs in it all the same, and nothing
    /// relative can be there.
    /// </summary>
    public static string WorkingFolder
    {
        get
        {
            try
            {
                return Environment.CurrentDirectory;
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                return "/";
            }
        }
    }

    /// <summary>Everything execve(2) was given, with whatever started us in front.</summary>
    public static byte[][] WholeCommandLine => TryReadVector("/proc/self/cmdline", out var vector) ? vector : [];

    /// <summary>Our environment, each entry <c>NAME=value</c>, with <paramref name="changed"/> added or put in the place of ours.</summary>
    public static List<byte[]> EnvironmentWith(IReadOnlyDictionary<string, string> changed)
    {
        List<byte[]> entries = _environment is { } own ? [.. own]
            : TryReadVector("/proc/self/environ", out var vector) ? [.. vector] : FromStrings();

        foreach (var (name, value) in changed)
        {
            var prefix = NativeStrings.Bytes(name + '=');
            _ = entries.RemoveAll(entry => entry.AsSpan().StartsWith(prefix));
            entries.Add(NativeStrings.Bytes($"{name}={value}"));
        }

        return entries;
    }

    /// <summary>Takes variables out of our environment, and puts others in: for us, and for every process we start.</summary>
    public static void ChangeEnvironment(IReadOnlyDictionary<string, string> added, Func<string, bool> removed)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(removed).ToList())
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        foreach (var (name, value) in added)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        var entries = EnvironmentWith(new Dictionary<string, string>());
        _ = entries.RemoveAll(entry => removed(System.Text.Encoding.UTF8.GetString(entry).Split('=')[0]));
        _environment = entries;
        _environment = EnvironmentWith(added);
    }

    private static List<byte[]> FromStrings() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(
            entry => NativeStrings.Bytes($"{entry.Key}={entry.Value}"))];

    private static bool TryReadVector(string path, out byte[][] vector)
    {
        vector = [];

        if (!OperatingSystem.IsLinux() || ProcFile.Read(path) is not { Length: > 0 } bytes)
        {
            return false;
        }

        var strings = new List<byte[]>();
        ReadOnlySpan<byte> rest = bytes;

        while (rest.IndexOf((byte)0) is >= 0 and var end)
        {
            strings.Add(rest[..end].ToArray());
            rest = rest[(end + 1)..];
        }

        vector = [.. strings];
        return true;
    }
}
