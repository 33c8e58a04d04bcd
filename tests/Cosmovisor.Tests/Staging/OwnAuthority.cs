using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cosmovisor.Tests.Staging;

/// <summary>A certificate authority that the system trusts for as long as the tests run, and one that it does not.</summary>
internal static partial class OwnAuthority
{
    private static readonly (X509Certificate2 Root, X509Certificate2 Server) Trusted = Make("a trusted authority");
    private static readonly (X509Certificate2 Root, X509Certificate2 Server) Unknown = Make("an unknown authority");

    public static SslServerAuthenticationOptions TrustedSite => new() { ServerCertificate = Trusted.Server };

    public static SslServerAuthenticationOptions UnknownSite => new() { ServerCertificate = Unknown.Server };

    // Before the first TLS connection of this process: .NET asks OpenSSL's variables once, and natively, so Environment will not do.
    [ModuleInitializer]
    internal static void PutAmongTheSystems()
    {
        var folder = Directory.CreateTempSubdirectory("cosmovisor-ca-");
        var file = Path.Join(folder.FullName, "ca.pem");
        File.WriteAllText(file, Trusted.Root.ExportCertificatePem());
        _ = SetEnvironment("SSL_CERT_FILE", file, 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
    }

    private static (X509Certificate2 Root, X509Certificate2 Server) Make(string name)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest($"CN={name}", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var root = rootRequest.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(root, from, to, [1]);
        return (root, signed.CopyWithPrivateKey(key));
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
