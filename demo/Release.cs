using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Cosmovisor.Demo;

/// <summary>What the chain's developers publish: a version in an archive, and its checksum.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Checksum">SHA-256 of it.</param>
internal sealed record Release(string Path, string Checksum)
{
    /// <summary>As the developers' page has it.</summary>
    public string Link => LinkWith(Checksum);

    /// <summary>As somebody has copied it, with one character missed.</summary>
    public string MistypedLink => LinkWith((Checksum[0] == '0' ? '1' : '0') + Checksum[1..]);

    /// <param name="path">The archive to make.</param>
    /// <param name="script">The version's binary.</param>
    public static Release Publish(string path, string script)
    {
        using (var file = File.Create(path))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"bin/{DemoHome.DaemonName}")
            {
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(script)),
            });
        }

        return new Release(path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    private string LinkWith(string checksum) => $"{new Uri(Path).AbsoluteUri}?checksum=sha256:{checksum}";
}
