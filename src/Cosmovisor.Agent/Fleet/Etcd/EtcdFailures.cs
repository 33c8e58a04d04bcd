using Grpc.Core;

namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>What etcd's failures mean. Codes alone do not tell them apart; the words are part of etcd's interface.</summary>
internal static class EtcdFailures
{
    /// <summary>
    /// The token is gone (it lasts as long as etcd was told, and not beyond its restart), or rights have changed since it was given.
    /// </summary>
    public static bool NeedsLogin(RpcException failure) =>
        failure.StatusCode is StatusCode.Unauthenticated
            || Says(failure, "invalid auth token")
            || Says(failure, "revision of auth store is old")
            || Says(failure, "user name is empty");

    public static EtcdException Explain(RpcException failure, Uri endpoint)
    {
        var at = $"etcd at {endpoint.Authority}";
        var detail = failure.Status.Detail.Replace("etcdserver: ", "", StringComparison.Ordinal).ReplaceLineEndings(" ");

        return failure.StatusCode switch
        {
            _ when Says(failure, "database space exceeded") =>
                new(EtcdProblem.Full,
                    $"{at} is full (NOSPACE): compact and defragment it, then clear the alarm; docs/fleet.md says how. Members are seen as they were",
                    failure),
            _ when Says(failure, "lease not found") => new(EtcdProblem.NoLease, $"{at} does not know this member's lease", failure),
            _ when Says(failure, "authentication failed") || NeedsLogin(failure) =>
                new(EtcdProblem.Refused, $"{at} refuses the user or the password: {detail}", failure),
            StatusCode.PermissionDenied =>
                new(EtcdProblem.Refused, $"{at} gives this user no right to the fleet's keys: {detail}", failure),
            _ when Says(failure, "authentication is not enabled") =>
                new(EtcdProblem.Refused, $"{at} has no users; unset COSMOVISOR_FLEET_USER, or enable them", failure),
            _ when IsCertificate(failure) =>
                new(EtcdProblem.Away, $"{at} has a certificate that is not trusted here, or refuses ours: {Cause(failure)}", failure),
            StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown =>
                new(EtcdProblem.Away, $"{at} cannot be reached: {Cause(failure)}", failure),
            _ => new(EtcdProblem.Other, $"{at} failed: {detail}", failure),
        };
    }

    private static bool IsCertificate(RpcException failure) => Root(failure) is System.Security.Authentication.AuthenticationException;

    private static string Cause(RpcException failure) => Root(failure)?.Message ?? failure.Status.Detail;

    private static Exception? Root(RpcException failure) => failure.Status.DebugException?.GetBaseException();

    private static bool Says(RpcException failure, string words) => failure.Status.Detail.Contains(words, StringComparison.Ordinal);
}
