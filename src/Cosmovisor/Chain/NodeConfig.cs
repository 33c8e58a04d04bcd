using System.Text;
using Cosmovisor.Disk;
using Cosmovisor.Linux;

namespace Cosmovisor.Chain;

/// <summary>The node's own <c>config/config.toml</c>: foreign, and read only when something is asked that stands in it.</summary>
/// <param name="nodeHome">Holds <c>config/</c>.</param>
internal sealed class NodeConfig(string nodeHome)
{
    public string File => Path.Join(nodeHome, "config", "config.toml");

    public Parsed<NodeToml> Read() => Bytes(File).Then(bytes => NodeToml.Parse(Encoding.UTF8.GetString(bytes)) is var read
        && read.IsOk(out _, out var reason) ? read : Parsed.Invalid<NodeToml>($"{File}: {reason}"));

    /// <summary>An absolute path, from one that may be relative to the node's home.</summary>
    public string Full(string path) => Path.GetFullPath(path, nodeHome);

    /// <summary>Where below the data folder the node keeps what its validator has signed.</summary>
    /// <param name="data">The data folder.</param>
    /// <returns>Null when it keeps that elsewhere.</returns>
    /// <exception cref="RefusedException">Nobody can tell.</exception>
    public string? SignStateBelow(string data)
    {
        var file = !System.IO.File.Exists(File) ? NodeToml.UsualSignStateFile
            : Read().IsOk(out var settings, out var reason) ? settings.SignStateFile
            : throw new RefusedException($"{reason}. So it is unknown where the node keeps what its validator has signed (priv_validator_state_file), and a restore could bring an old one back. "
                + "Nothing was changed. Repair the file; or, if this node never signs, use --unsafe-old-sign-state");
        var full = Full(file);

        // The file itself may be a link to where the operator keeps it; what counts is where the node looks for it.
        var place = Path.Join(RealPath.OfFuture(Path.GetDirectoryName(full) ?? "/"), Path.GetFileName(full));
        var below = Path.GetRelativePath(RealPath.OfFuture(data), place);
        return below.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(below) ? null : below;
    }

    /// <summary>All of a file of settings, or of a key; or why not, with its name.</summary>
    public static Parsed<byte[]> Bytes(string path) => BoundedFile.Read(path) is var read && read.IsOk(out _, out var reason) ? read
        : Parsed.Invalid<byte[]>($"{path} {reason}");
}
