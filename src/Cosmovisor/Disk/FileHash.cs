using System.Security.Cryptography;

namespace Cosmovisor.Disk;

/// <summary>The sum of a file that an operator may compare with what was published.</summary>
internal static class FileHash
{
    private const int Part = 128 * 1024;

    /// <returns>In hexadecimal digits; null where the file cannot be read, or this machine has no OpenSSL.</returns>
    public static string? Sha256(string path)
    {
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Part, FileOptions.SequentialScan);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception ex) when (ex is IOException
            or UnauthorizedAccessException
            or CryptographicException
            or TypeInitializationException
            or DllNotFoundException)
        {
            return null;
        }
    }
}
