using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Chain;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>The door for the fleet's settings.</summary>
/// <param name="variable">A variable of the environment; null when it is not set.</param>
internal sealed class FleetSettingsReader(Func<string, string?> variable)
{
    private const string Fallbacks = "COSMOVISOR_RPC_FALLBACKS";

    private readonly List<string> _complaints = [];

    /// <summary>Null for no fleet; or everything that is wrong, a line each.</summary>
    public Parsed<FleetSettings?> Read()
    {
        if (Variable(FleetVariables.Address) is not { } text)
        {
            return Parsed.Ok<FleetSettings?>(null);
        }

        var address = Check(FleetVariables.Address, FleetAddress.Parse(text));
        var labels = Check(FleetVariables.Labels, MemberLabels.Parse(Variable(FleetVariables.Labels) ?? ""));
        var (certificate, key) = (AbsolutePath(FleetVariables.Certificate), AbsolutePath(FleetVariables.Key));
        var (user, password) = (Variable(FleetVariables.User), AbsolutePath(FleetVariables.PasswordFile));
        var authority = AbsolutePath(FleetVariables.Authority);

        if (certificate is null != key is null)
        {
            _complaints.Add("COSMOVISOR_FLEET_CERT and COSMOVISOR_FLEET_KEY go together: one of them is missing");
        }

        if (user is null != password is null)
        {
            _complaints.Add("COSMOVISOR_FLEET_USER and COSMOVISOR_FLEET_PASSWORD_FILE go together: one of them is missing");
        }

        if (address is { IsTls: false } && (authority ?? certificate) is not null)
        {
            _complaints.Add("COSMOVISOR_FLEET begins with etcd://, and certificates are set: etcds:// uses them");
        }

        var guard = Guard();
        var server = Server();

        return _complaints.Count > 0 ? Parsed.Invalid<FleetSettings?>(string.Join('\n', _complaints))
            : Parsed.Ok<FleetSettings?>(new FleetSettings(new EtcdAccess(
                address!)
            { CaFile = authority, CertFile = certificate, KeyFile = key, User = user, PasswordFile = password })
            {
                Labels = labels!,
                Allow = LinkAllowance.Of(Variable(FleetVariables.Allow) ?? "", signed: Variable("COSMOVISOR_TRUSTED_KEYS") is not null),
                Gate = Variable(FleetVariables.Gate),
                Guard = guard,
                Lock = server,
            });
    }

    /// <summary>The guard of a home without a fleet; null where none is asked for.</summary>
    public Parsed<SignerGuardSettings?> ReadGuardAlone()
    {
        var guard = Variable(FleetVariables.SignerGuard) is null ? null : Guard();
        return _complaints.Count > 0 ? Parsed.Invalid<SignerGuardSettings?>(string.Join('\n', _complaints)) : Parsed.Ok(guard);
    }

    private SignerGuardSettings Guard()
    {
        var guard = Variable(FleetVariables.SignerGuard) ?? "open";

        if (guard is not ("open" or "closed"))
        {
            _complaints.Add($"{FleetVariables.SignerGuard} must be open or closed, not {ForeignText.Quote(guard)}");
        }

        var others = (Variable(Fallbacks) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new SignerGuardSettings(
            guard == "closed", [.. others.Select(other => Check(Fallbacks, RpcAddress.ParseUrl(other))).OfType<RpcAddress>()]);
    }

    private Uri? Server()
    {
        if (Variable(FleetVariables.Lock) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            return uri;
        }

        _complaints.Add(
            $"COSMOVISOR_FLEET_LOCK must be the https address of a FleetLock server (http on this machine alone), not {ForeignText.Quote(text)}");
        return null;
    }

    private string? AbsolutePath(string name)
    {
        if (Variable(name) is { } path && !path.StartsWith('/'))
        {
            _complaints.Add($"{name} must be an absolute path, not {ForeignText.Quote(path)}");
        }

        return Variable(name);
    }

    private T? Check<T>(string name, Parsed<T> read)
        where T : class
    {
        if (read.IsOk(out var value, out var reason))
        {
            return value;
        }

        _complaints.Add($"{name} {reason}");
        return null;
    }

    private string? Variable(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
