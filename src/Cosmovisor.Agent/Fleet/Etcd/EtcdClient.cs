using Cosmovisor.Agent.Fleet.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>
/// The few questions the fleet asks etcd. Of several endpoints the one that answered last is asked first; each call goes round once.
/// </summary>
internal sealed class EtcdClient(EtcdAccess access) : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly EtcdChannels _channels = new(access);
    private readonly EtcdLogin _login = new(access);
    private int _current;

    /// <summary>Which etcd data this is. It changes where the data was lost, or restored from a backup.</summary>
    public EtcdHistory History { get; } = new();

    /// <summary>Everything whose key begins so, at one revision, as the cluster's majority has it.</summary>
    public async Task<RangeResponse> ReadAsync(string prefix, CancellationToken ct)
    {
        var asked = History.Revision;
        var answer = await CallAsync((invoker, options) =>
            new KV.KVClient(invoker).RangeAsync(new RangeRequest { Key = Bytes(prefix), RangeEnd = Behind(prefix) }, options).ResponseAsync,
                ct);
        History.Seen(answer.Header.ClusterId, answer.Header.Revision, asked);
        return answer;
    }

    /// <summary>The same of several prefixes.</summary>
    public async Task<TxnResponse> ReadAsync(IReadOnlyList<string> prefixes, CancellationToken ct)
    {
        var transaction = new TxnRequest();
        transaction.Success.AddRange(
            prefixes.Select(prefix => new RequestOp { Range = new RangeRequest { Key = Bytes(prefix), RangeEnd = Behind(prefix) } }));
        var asked = History.Revision;
        var answer = await CommitAsync(transaction, ct);
        History.Seen(answer.Header.ClusterId, answer.Header.Revision, asked);
        return answer;
    }

    public Task<TxnResponse> CommitAsync(TxnRequest transaction, CancellationToken ct) =>
        CallAsync((invoker, options) => new KV.KVClient(invoker).TxnAsync(transaction, options).ResponseAsync, ct);

    /// <summary>A new lease.</summary>
    public async Task<long> GrantLeaseAsync(TimeSpan time, CancellationToken ct)
    {
        var answer = await CallAsync((invoker, options) =>
            new Lease.LeaseClient(invoker)
                .LeaseGrantAsync(new LeaseGrantRequest { Seconds = (long)time.TotalSeconds }, options).ResponseAsync, ct);
        return answer.Id;
    }

    /// <summary>Keeps a lease for its whole time from now on.</summary>
    /// <exception cref="EtcdException">Among the others: <see cref="EtcdProblem.NoLease"/>.</exception>
    public async Task KeepLeaseAsync(long id, CancellationToken ct)
    {
        var left = await CallAsync(async (invoker, options) =>
        {
            using var call = new Lease.LeaseClient(invoker).LeaseKeepAlive(options);
            await call.RequestStream.WriteAsync(new LeaseKeepAliveRequest { Id = id }, options.CancellationToken);
            var seconds = await call.ResponseStream.MoveNext(options.CancellationToken) ? call.ResponseStream.Current.Seconds : 0;
            await call.RequestStream.CompleteAsync();
            return seconds;
        }, ct);

        if (left <= 0)
        {
            throw new EtcdException(EtcdProblem.NoLease, "this member's lease had expired");
        }
    }

    public Task RevokeLeaseAsync(long id, CancellationToken ct) =>
        CallAsync((invoker,
            options) => new Lease.LeaseClient(invoker).LeaseRevokeAsync(new LeaseRevokeRequest { Id = id }, options).ResponseAsync, ct);

    /// <summary>
    /// Calls at every change below a prefix, from now on, until it fails or is cancelled. It only wakes: what counts is read.
    /// </summary>
    public async Task WatchAsync(string prefix, Action changed, CancellationToken ct)
    {
        var index = _current;

        try
        {
            var headers = await _login.HeadersAsync(_channels.Of(index).CreateCallInvoker(), ct);
            using var call = new Watch.WatchClient(_channels.Of(index)).Watch(headers, cancellationToken: ct);
            await call.RequestStream.WriteAsync(
                new WatchRequest { Create = new WatchCreateRequest { Key = Bytes(prefix), RangeEnd = Behind(prefix) } }, ct);

            while (await call.ResponseStream.MoveNext(ct))
            {
                if (call.ResponseStream.Current.Canceled)
                {
                    return;
                }

                if (call.ResponseStream.Current.Events.Count > 0)
                {
                    changed();
                }
            }
        }
        catch (RpcException ex)
        {
            _login.Forget();
            throw EtcdFailures.Explain(ex, _channels.AddressOf(index));
        }
    }

    public void Dispose() => _channels.Dispose();

    /// <summary>The key behind all keys that begin so.</summary>
    public static ByteString Behind(string prefix)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(prefix);
        bytes[^1]++;
        return ByteString.CopyFrom(bytes);
    }

    public static ByteString Bytes(string text) => ByteString.CopyFromUtf8(text);

    private async Task<T> CallAsync<T>(Func<CallInvoker, CallOptions, Task<T>> call, CancellationToken ct)
    {
        var (first, last) = (_current, default(EtcdException));

        for (var i = 0; i < _channels.Count; i++)
        {
            var index = (first + i) % _channels.Count;

            try
            {
                var answer = await AskAsync(index, call, mayLogInAgain: true, ct);
                _current = index;
                return answer;
            }
            catch (EtcdException ex) when (ex.Problem is EtcdProblem.Away)
            {
                last = ex;
            }
        }

        throw _channels.Count == 1 ? last! : new EtcdException(
            EtcdProblem.Away, $"none of the {_channels.Count} endpoints of etcd answers; the last one: {last!.Message}", last);
    }

    private async Task<T> AskAsync<T>(int index, Func<CallInvoker, CallOptions, Task<T>> call, bool mayLogInAgain, CancellationToken ct)
    {
        // One watch for all of it: a connection that is refused, a login, an answer that does not come.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(AnswerWithin);

        try
        {
            var invoker = _channels.Of(index).CreateCallInvoker();
            return await call(
                invoker, new CallOptions(await _login.HeadersAsync(invoker, patience.Token), cancellationToken: patience.Token));
        }
        catch (RpcException ex) when (mayLogInAgain && _login.IsNeeded && EtcdFailures.NeedsLogin(ex))
        {
            _login.Forget();
            return await AskAsync(index, call, mayLogInAgain: false, ct);
        }
        catch (RpcException ex)
        {
            throw EtcdFailures.Explain(ex, _channels.AddressOf(index));
        }
        catch (OperationCanceledException ex) when (!ct.IsCancellationRequested)
        {
            throw new EtcdException(EtcdProblem.Away,
                $"etcd at {_channels.AddressOf(index).Authority} did not answer within {AnswerWithin.TotalSeconds} s", ex);
        }
    }
}
