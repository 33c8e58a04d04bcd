namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>Why etcd did not do what it was asked.</summary>
internal enum EtcdProblem
{
    /// <summary>No endpoint answered, or none has a leader.</summary>
    Away,

    /// <summary>User, password, certificate or rights.</summary>
    Refused,

    /// <summary>Its quota is used up (NOSPACE): it answers reads alone.</summary>
    Full,

    /// <summary>The lease is not there: it ran out, or the data is another.</summary>
    NoLease,

    Other,
}

/// <summary>A call to etcd that failed, with a sentence for the operator.</summary>
internal sealed class EtcdException : Exception
{
    public EtcdException() : this(EtcdProblem.Other, "etcd failed") { }

    public EtcdException(string message) : this(EtcdProblem.Other, message) { }

    public EtcdException(string message, Exception innerException) : this(EtcdProblem.Other, message, innerException) { }

    public EtcdException(EtcdProblem problem, string message, Exception? cause = null) : base(message, cause) => Problem = problem;

    public EtcdProblem Problem { get; }
}
