using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>One connection to each endpoint, made when it is first used.</summary>
internal sealed class EtcdChannels(EtcdAccess access) : IDisposable
{
    private const int LongestAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(2);

    // etcd refuses clients that ping more often than every 5 s.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingWithin = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel?[] _channels = new GrpcChannel?[access.Address.Endpoints.Count];
    private readonly Lock _gate = new();
    private X509Certificate2? _own;

    public int Count => _channels.Length;

    public Uri AddressOf(int index) => access.Address.Endpoints[index];

    /// <exception cref="EtcdException">A certificate cannot be read.</exception>
    public GrpcChannel Of(int index)
    {
        lock (_gate)
        {
            return _channels[index] ??= Open(AddressOf(index));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var channel in _channels)
            {
                channel?.Dispose();
            }

            _own?.Dispose();
        }
    }

    private GrpcChannel Open(Uri address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = Handler(),
        DisposeHttpClient = true,
        MaxReceiveMessageSize = LongestAnswer,
        ThrowOperationCanceledOnCancellation = true,
    });

    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = ConnectWithin,
            KeepAlivePingDelay = PingEvery,
            KeepAlivePingTimeout = PingWithin,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };

        if (!access.Address.IsTls)
        {
            return handler;
        }

        try
        {
            handler.SslOptions = Tls();
            return handler;
        }
        catch (Exception ex) when (ex is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            handler.Dispose();
            throw new EtcdException(EtcdProblem.Refused, $"the certificates for etcd cannot be used: {ex.Message}", ex);
        }
    }

    private SslClientAuthenticationOptions Tls()
    {
        var tls = new SslClientAuthenticationOptions();

        if (access.CaFile is { } authority)
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.ImportFromPemFile(authority);
            tls.CertificateChainPolicy = trust;
        }

        if (access.CertFile is { } certificate)
        {
            _own ??= X509Certificate2.CreateFromPemFile(certificate, access.KeyFile);
            tls.ClientCertificates = [_own];
        }

        return tls;
    }
}
