using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cosmovisor.Agent.Tests;

/// <summary>An authority with a server's and a client's certificate, as PEM files.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly string _folder = Path.Join(Path.GetTempPath(), "tls-" + Path.GetRandomFileName());

    /// <param name="user">The client's name; with users enabled etcd takes the user from it.</param>
    public Certificates(string user = "fleet")
    {
        _ = Directory.CreateDirectory(_folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=the fleet's authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        Issue(authority, "server", "CN=etcd");
        Issue(authority, "client", $"CN={user}");
    }

    public string Authority => Path.Join(_folder, "authority.pem");

    public string Server => Path.Join(_folder, "server.pem");

    public string ServerKey => Path.Join(_folder, "server.key");

    public string Client => Path.Join(_folder, "client.pem");

    public string ClientKey => Path.Join(_folder, "client.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Issue(X509Certificate2 authority, string file, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(
            authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path.Join(_folder, $"{file}.pem"), issued.ExportCertificatePem());
        File.WriteAllText(Path.Join(_folder, $"{file}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
