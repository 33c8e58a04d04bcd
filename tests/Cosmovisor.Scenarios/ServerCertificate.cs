using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cosmovisor.Tests;

/// <summary>A certificate for <c>localhost</c>, by an authority that this machine has never heard of.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private readonly X509Certificate2 _authority;

    public ServerCertificate()
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=an authority of the tests", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = authority.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, from, to, [1]);
        Certificate = signed.CopyWithPrivateKey(key);
        SelfSigned = request.CreateSelfSigned(from, to);
    }

    /// <summary>Signed by the authority.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Signed by nothing but itself.</summary>
    public X509Certificate2 SelfSigned { get; }

    /// <summary>The authority's own, as SSL_CERT_FILE names it.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    public void Dispose()
    {
        _authority.Dispose();
        Certificate.Dispose();
        SelfSigned.Dispose();
    }
}
