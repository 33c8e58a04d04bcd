namespace Cosmovisor.Tests.Staging;

/// <summary>Files that staging meets.</summary>
internal static class Samples
{
    /// <summary>A daemon as small as can be.</summary>
    public static byte[] Script { get; } = "#!/bin/sh\necho v2.0.0\n"u8.ToArray();

    public static string PutExecutable(string path, byte[]? content = null)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content ?? Script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Bytes that no packer makes smaller, the same every time.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(4711).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A script with ballast behind its end, so that it has a size.</summary>
    public static byte[] ScriptOf(int length) => [.. "#!/bin/sh\necho v2.0.0\nexit\n"u8, .. Noise(length)];
}
