using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Agent.Fleet.Wire;
using Cosmovisor.Fleet;
using Google.Protobuf;

namespace Cosmovisor.Agent.Fleet;

/// <summary>The fleet's records in etcd. Every change is a transaction that compares what it was made from.</summary>
internal sealed class FleetStore(EtcdClient etcd, FleetKeys keys)
{
    public FleetKeys Keys => keys;

    public EtcdHistory History => etcd.History;

    /// <summary>Everything, at one revision.</summary>
    public async Task<FleetSnapshot> ReadAsync(CancellationToken ct)
    {
        var answer = await etcd.ReadAsync(keys.Root, ct);
        return FleetSnapshot.Of(keys, answer.Header.Revision, answer.Kvs);
    }

    /// <summary>What is asked of the members, without the members: the schedule and the rollouts.</summary>
    public async Task<FleetSnapshot> ReadOrdersAsync(CancellationToken ct)
    {
        var answer = await etcd.ReadAsync([keys.Rollouts, keys.Schedule], ct);
        return FleetSnapshot.Of(keys, answer.Header.Revision, answer.Responses.SelectMany(one => one.Range.Kvs));
    }

    /// <summary>Live members that have signed with a key, and nothing else of the fleet.</summary>
    /// <param name="key">Its hash.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<FleetView> ReadSignersAsync(string key, CancellationToken ct)
    {
        var answer = await etcd.ReadAsync(keys.SignersWith(key), ct);
        return FleetSnapshot.Of(keys, answer.Header.Revision, answer.Kvs, keys.Signers).View;
    }

    /// <summary>Puts a rollout's next record in the place of the one it was made from.</summary>
    /// <returns>Whether it is written. Not where any rollout has changed since the snapshot: two of them must not give turns at
    /// once.</returns>
    public async Task<bool> ReplaceAsync(Rollout next, FleetSnapshot from, CancellationToken ct)
    {
        var key = EtcdClient.Bytes(keys.Rollout(next.Name));
        var transaction = new TxnRequest
        {
            Compare =
            {
                new Compare
                {
                    Target = Compare.Types.Target.Mod,
                    Result = Compare.Types.Result.Equal,
                    Key = key,
                    ModRevision = from.Rollouts.GetValueOrDefault(next.Name)
                },
                new Compare
                {
                    Target = Compare.Types.Target.Mod, Result = Compare.Types.Result.Less, ModRevision = from.Revision + 1,
                    Key = EtcdClient.Bytes(keys.Rollouts), RangeEnd = EtcdClient.Behind(keys.Rollouts),
                },
            },
            Success = { Put(key, FleetText.Write(next)) },
        };
        return (await etcd.CommitAsync(transaction, ct)).Succeeded;
    }

    /// <returns>Whether it is written; not where there is one.</returns>
    public Task<bool> AddAsync(Rollout rollout, CancellationToken ct) =>
        CreateAsync(keys.Rollout(rollout.Name), FleetText.Write(rollout), ct);

    /// <summary>Puts an entry in the place of one that was removed, which stays as a mark: members take it off their schedules.</summary>
    public async Task<bool> ReplaceAsync(FleetScheduleEntry next, FleetSnapshot from, CancellationToken ct)
    {
        var key = EtcdClient.Bytes(keys.ScheduleEntry(next.Name));
        var transaction = new TxnRequest
        {
            Compare = { new Compare
            {
                Target = Compare.Types.Target.Mod,
                Result = Compare.Types.Result.Less,
                Key = key,
                ModRevision = from.Revision + 1
            } },
            Success = { Put(key, FleetText.Write(next)) },
        };
        return (await etcd.CommitAsync(transaction, ct)).Succeeded;
    }

    public async Task<bool> RemoveRolloutAsync(string name, CancellationToken ct) => await RemoveAsync(keys.Rollout(name), ct);

    public async Task<bool> ForgetAsync(string member, CancellationToken ct) => await RemoveAsync(keys.KnownMember(member), ct);

    /// <summary>A member's record under its lease, and that there is such a member.</summary>
    /// <param name="record">As it is now.</param>
    /// <param name="known">Null where that is written already.</param>
    /// <param name="signed">The keys that records before this one may have told.</param>
    /// <param name="lease">The member's.</param>
    /// <param name="ct">Ends it.</param>
    public Task PutMemberAsync(MemberRecord record, KnownMember? known, IEnumerable<string> signed, long lease, CancellationToken ct)
    {
        var transaction = new TxnRequest
        {
            Success = { Put(EtcdClient.Bytes(keys.Member(record.Id, record.Instance)), FleetText.Write(record), lease) }
        };

        if (known is not null)
        {
            transaction.Success.Add(Put(EtcdClient.Bytes(keys.KnownMember(known.Id)), FleetText.Write(known)));
        }

        if (record.Signer is { } key)
        {
            transaction.Success.Add(Put(
                EtcdClient.Bytes(keys.Signer(key, record.Id, record.Instance)), FleetText.Write(record), lease));
        }

        transaction.Success.AddRange(signed.Where(one => one != record.Signer).Select(one => new RequestOp
        {
            Delete = new DeleteRangeRequest { Key = EtcdClient.Bytes(keys.Signer(one, record.Id, record.Instance)) }
        }));

        return etcd.CommitAsync(transaction, ct);
    }

    /// <summary>Asks to be the agent that reports, and reads what was told.</summary>
    /// <returns>Whether this agent is the one; and the record at its revision, null and 0 where there is none.</returns>
    public async Task<(bool Tells, FleetTold? Told, long At)> TellsAsync(string me, long lease, CancellationToken ct)
    {
        var key = EtcdClient.Bytes(keys.Teller);
        var told = new RequestOp { Range = new RangeRequest { Key = EtcdClient.Bytes(keys.Told) } };
        var transaction = new TxnRequest
        {
            Compare =
            {
                new Compare { Target = Compare.Types.Target.Create, Result = Compare.Types.Result.Equal, Key = key, CreateRevision = 0 }
            },
            Success = { told, Put(key, System.Text.Encoding.UTF8.GetBytes(me), lease) },
            Failure = { told, new RequestOp { Range = new RangeRequest { Key = key } } },
        };
        var answer = await etcd.CommitAsync(transaction, ct);
        var tells = answer.Succeeded || answer.Responses[1].Range.Kvs is [{ Value: { } value }] && value.ToStringUtf8() == me;
        return answer.Responses[0].Range.Kvs is [var record]
            ? (tells, FleetText.Told(record.Value.Span).IsOk(out var known, out _) ? known : null, record.ModRevision)
            : (tells, null, 0);
    }

    /// <summary>Puts the record of what was told in the place of the one it was made from.</summary>
    /// <param name="told">What was told.</param>
    /// <param name="from">The revision it was made from.</param>
    /// <param name="teller">The agent that must be the one that tells; null for any.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Its revision; null where another agent has written or tells meanwhile.</returns>
    public async Task<long?> ReplaceAsync(FleetTold told, long from, string? teller, CancellationToken ct)
    {
        var key = EtcdClient.Bytes(keys.Told);
        var transaction = new TxnRequest
        {
            Compare =
            {
                new Compare { Target = Compare.Types.Target.Mod, Result = Compare.Types.Result.Equal, Key = key, ModRevision = from }
            },
            Success = { Put(key, FleetText.Write(told)) },
        };

        if (teller is not null)
        {
            transaction.Compare.Add(new Compare
            {
                Target = Compare.Types.Target.Value,
                Result = Compare.Types.Result.Equal,
                Key = EtcdClient.Bytes(keys.Teller),
                Value = ByteString.CopyFromUtf8(teller)
            });
        }

        return await etcd.CommitAsync(transaction, ct) is { Succeeded: true } answer ? answer.Header.Revision : null;
    }

    private async Task<bool> CreateAsync(string name, byte[] value, CancellationToken ct)
    {
        var key = EtcdClient.Bytes(name);
        var transaction = new TxnRequest
        {
            Compare =
            {
                new Compare { Target = Compare.Types.Target.Create, Result = Compare.Types.Result.Equal, Key = key, CreateRevision = 0 }
            },
            Success = { Put(key, value) },
        };
        return (await etcd.CommitAsync(transaction, ct)).Succeeded;
    }

    private async Task<bool> RemoveAsync(string name, CancellationToken ct)
    {
        var transaction = new TxnRequest
        {
            Success = { new RequestOp { Delete = new DeleteRangeRequest { Key = EtcdClient.Bytes(name) } } }
        };
        return (await etcd.CommitAsync(transaction, ct)).Responses[0].Delete.Deleted > 0;
    }

    private static RequestOp Put(ByteString key, byte[] value, long lease = 0) =>
        new() { Put = new PutRequest { Key = key, Value = ByteString.CopyFrom(value), Lease = lease } };
}
