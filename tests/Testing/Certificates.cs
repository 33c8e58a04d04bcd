using System.Security.Cryptography.X509Certificates;

namespace Cosmovisor.Testing;

/// <summary>An authority with a server's and a client's certificate, as PEM files.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly TemporaryFolder _folder = new("tls");

    /// <param name="user">The client's name; with users enabled etcd takes the user from it.</param>
    public Certificates(string user = "fleet")
    {
        using var authority = new CertificateAuthority("the fleet's authority");
        File.WriteAllText(Authority, authority.Pem);
        Issue(authority, "server", "etcd");
        Issue(authority, "client", user);
    }

    public string Authority => _folder.In("authority.pem");

    public string Server => _folder.In("server.pem");

    public string ServerKey => _folder.In("server.key");

    public string Client => _folder.In("client.pem");

    public string ClientKey => _folder.In("client.key");

    public void Dispose() => _folder.Dispose();

    private void Issue(CertificateAuthority authority, string file, string name)
    {
        using var issued = authority.Issue(name);
        using var key = issued.GetECDsaPrivateKey()!;
        File.WriteAllText(_folder.In($"{file}.pem"), issued.ExportCertificatePem());
        File.WriteAllText(_folder.In($"{file}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
