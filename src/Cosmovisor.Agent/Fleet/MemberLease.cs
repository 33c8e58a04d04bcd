using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>A member's record in etcd and the lease it hangs on: gone 15 seconds after the agent is.</summary>
internal sealed class MemberLease(EtcdClient etcd, FleetStore store, TimeProvider clock)
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(5);

    private readonly long _began = clock.GetTimestamp();

    // Keys under which etcd may have this member: a try without an answer may have been carried out.
    private readonly HashSet<string> _signers = new(StringComparer.Ordinal);
    private long _lease;
    private long _kept;
    private MemberRecord? _written;
    private PutBudget? _budget;

    /// <summary>The lease; 0 for none.</summary>
    public long Id => _lease;

    /// <summary>Keeps the lease, and writes the record where it differs and the budget allows.</summary>
    /// <param name="record">As it is now.</param>
    /// <param name="known">Written beside it at the first time.</param>
    /// <param name="ct">Ends it.</param>
    public async Task KeepAsync(MemberRecord record, KnownMember known, CancellationToken ct)
    {
        if (_lease != 0 && clock.GetElapsedTime(_kept) >= KeepEvery)
        {
            try
            {
                await etcd.KeepLeaseAsync(_lease, ct);
                _kept = clock.GetTimestamp();
            }
            catch (EtcdException ex) when (ex.Problem is EtcdProblem.NoLease)
            {
                Forget();
            }
        }

        if (_lease == 0)
        {
            _lease = await etcd.GrantLeaseAsync(Time, ct);
            _kept = clock.GetTimestamp();
        }

        var isFirst = _written is null;
        var now = clock.GetElapsedTime(_began);
        var (budget, may) = (_budget ?? PutBudget.Full(now)).Ask(now, urgent: isFirst || !record.SaysTheSameAs(_written!)
            || _signers.Any(one => one != record.Signer));

        if (isFirst || may)
        {
            string[] before = [.. _signers];
            Remember(record.Signer);

            try
            {
                await store.PutMemberAsync(record, isFirst || !MemberLabels.Text(_written!.Labels)
                    .Equals(MemberLabels.Text(record.Labels), StringComparison.Ordinal) ? known : null, before, _lease, ct);
            }
            catch (EtcdException ex) when (ex.Problem is EtcdProblem.NoLease)
            {
                Forget();
                throw;
            }

            (_written, _budget) = (record, budget);
            _signers.Clear();
            Remember(record.Signer);
        }
    }

    /// <summary>The data is another: the lease is not in it, or is not ours.</summary>
    public void Forget() => (_lease, _written) = (0, null);

    /// <summary>At an orderly end the member is gone at once, and known to be late.</summary>
    public async Task LeaveAsync(CancellationToken ct)
    {
        if (_lease != 0)
        {
            await etcd.RevokeLeaseAsync(_lease, ct);
        }
    }

    private void Remember(string? signer)
    {
        if (signer is not null)
        {
            _ = _signers.Add(signer);
        }
    }
}
