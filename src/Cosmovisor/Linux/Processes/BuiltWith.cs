using Cosmovisor.Supervision;

namespace Cosmovisor.Linux;

/// <summary>Looks for what an executable was built with, a part at a time.</summary>
internal static class BuiltWith
{
    private const int Part = 1024 * 1024;
    private const long Furthest = 1024L * 1024 * 1024;

    /// <returns>The SDK's minor version; null where the file does not say it, or cannot be read.</returns>
    public static int? SdkMinor(string path)
    {
        try
        {
            if (!RegularFile.IsAt(path))
            {
                return null;
            }

            using var file = File.OpenHandle(path);
            var buffer = new byte[Part];
            int? found = null;

            for (long at = 0; found is null
                && at < Furthest
                && RandomAccess.Read(file, buffer, at) is > SdkVersion.Overlap and var count; at += count - SdkVersion.Overlap)
            {
                found = SdkVersion.MinorIn(buffer.AsSpan(0, count));
            }

            return found;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
