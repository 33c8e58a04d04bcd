using System.Net.Http.Headers;
using System.Text;
using Cosmovisor.Disk;

namespace Cosmovisor.Staging;

/// <summary>The login a link carries, or the one that ~/.netrc has for its host.</summary>
internal static class Logins
{
    public static AuthenticationHeaderValue? For(Uri address, string netrcFile)
    {
        if (address.UserInfo.Length > 0)
        {
            return Basic(Uri.UnescapeDataString(address.UserInfo));
        }

        return Read(netrcFile) is { } netrc && Netrc.Find(netrc, address.Host) is { } login ? Basic($"{login.Name}:{login.Password}")
            : null;
    }

    private static AuthenticationHeaderValue Basic(string nameAndPassword) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(nameAndPassword)));

    // Most machines have none, and one we may not read, or a pipe in its place, is none of ours.
    private static string? Read(string netrcFile) => BoundedFile.ReadText(netrcFile).IsOk(out var text, out _) ? text : null;
}
