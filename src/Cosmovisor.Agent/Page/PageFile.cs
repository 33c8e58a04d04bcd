using System.Security.Cryptography;
using System.Text;

namespace Cosmovisor.Agent.Page;

/// <summary>
/// The page: one file with its style and script in it. Only what stands in that very file is carried out by a browser: its policy has their
/// hashes.
/// </summary>
internal static class PageFile
{
    public const string Type = "text/html; charset=utf-8";

    public static byte[] Bytes { get; } = Read();

    public static string Policy { get; } =
        $"default-src 'none'; script-src {HashOf("script")}; style-src {HashOf("style")}; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static string HashOf(string tag)
    {
        var text = Encoding.UTF8.GetString(Bytes);
        var start = text.IndexOf($"<{tag}>", StringComparison.Ordinal) + tag.Length + 2;
        var end = text.IndexOf($"</{tag}>", start, StringComparison.Ordinal);
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text[start..end])))}'";
    }

    private static byte[] Read()
    {
        using var resource = typeof(PageFile).Assembly.GetManifestResourceStream("page.html")
            ?? throw new InvalidOperationException("the program was built without page.html");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
