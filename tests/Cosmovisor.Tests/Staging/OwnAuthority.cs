using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmovisor.Tests.Staging;

/// <summary>A certificate authority that the system trusts for as long as the tests run, and one that it does not.</summary>
internal static partial class OwnAuthority
{
    private static readonly TemporaryFolder Folder = new("ca");
    private static readonly CertificateAuthority Trusted = new("a trusted authority");
    private static readonly CertificateAuthority Unknown = new("an unknown authority");

    public static SslServerAuthenticationOptions TrustedSite { get; } = new() { ServerCertificate = Trusted.Issue("localhost") };

    public static SslServerAuthenticationOptions UnknownSite { get; } = new() { ServerCertificate = Unknown.Issue("localhost") };

    // Before the first TLS connection of this process: .NET asks OpenSSL's variables once, and natively, so Environment will not do.
    [ModuleInitializer]
    internal static void PutAmongTheSystems()
    {
        _ = SetEnvironment("SSL_CERT_FILE", Folder.Write("ca.pem", Trusted.Pem), 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
