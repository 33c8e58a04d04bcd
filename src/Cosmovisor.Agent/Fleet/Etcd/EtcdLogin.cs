using Cosmovisor.Agent.Fleet.Wire;
using Grpc.Core;

namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>
/// The token of etcd's user. Tokens last minutes, or seconds: it is fetched again whenever etcd takes the old one no more.
/// </summary>
internal sealed class EtcdLogin(EtcdAccess access)
{
    private volatile string? _token;

    /// <summary>Whether a user is set. With a certificate alone etcd takes the user from that.</summary>
    public bool IsNeeded => access.User is not null;

    public void Forget() => _token = null;

    /// <exception cref="EtcdException">The password cannot be read.</exception>
    public async Task<Metadata?> HeadersAsync(CallInvoker invoker, CancellationToken ct)
    {
        if (access.User is not { } user)
        {
            return null;
        }

        if (_token is not { } token)
        {
            var answer = await new Auth.AuthClient(invoker)
                .AuthenticateAsync(new AuthenticateRequest { Name = user, Password = Password() }, cancellationToken: ct);
            _token = token = answer.Token;
        }

        return new Metadata { { "token", token } };
    }

    private string Password()
    {
        try
        {
            return access.PasswordFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : "";
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new EtcdException(EtcdProblem.Refused, $"COSMOVISOR_FLEET_PASSWORD_FILE cannot be read: {ex.Message}", ex);
        }
    }
}
