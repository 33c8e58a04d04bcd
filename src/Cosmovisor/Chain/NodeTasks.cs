using System.Text.Json;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;

namespace Cosmovisor.Chain;

/// <summary>
/// The questions of <see cref="NodeRpc"/>, asked by a short-lived child: this process opens no socket, and what answers may be anybody.
/// </summary>
/// <param name="tasks">Starts the child.</param>
/// <param name="nodeHome">Holds <c>config/</c>.</param>
/// <param name="rpc">COSMOVISOR_NODE_RPC; null where the node's own settings say where it listens.</param>
internal sealed class NodeTasks(ChildTask tasks, string nodeHome, string? rpc = null)
{
    public const string HeightTask = "node-height";
    public const string PlanTask = "node-plan";

    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(3); // of the child, on a busy machine

    /// <summary>The node's last block. Blocks for two seconds at most, and for the start of a process.</summary>
    /// <returns>Null when it does not answer, or is not this home's.</returns>
    public long? Height() => Height(CancellationToken.None).IsOk(out var height, out _) ? height : null;

    public Parsed<long> Height(CancellationToken ct) => Ask(HeightTask, answers: 1, ct).Then(answer => Parsed.Ok(answer.Height));

    /// <summary>The node's last block, and what its chain has decided. Blocks.</summary>
    public Parsed<NodeOutlook> Plan(CancellationToken ct) => Ask(PlanTask, answers: 3, ct).Then(answer =>
        answer.Plan is not { } plan ? Parsed.Ok(new NodeOutlook(answer.Height, null))
        : plan.Checked().Then(created => Parsed.Ok(new NodeOutlook(answer.Height, created))));

    /// <summary>Asks for the height and returns at once.</summary>
    /// <param name="answer">Called once, with the height or null: from another thread, or before this returns where there can be no other;
    /// not called after the question was taken back.</param>
    /// <returns>Disposed, it takes the question back and ends the child.</returns>
    public IDisposable BeginHeight(Action<long?> answer) =>
        Begin(ct => Height(ct).IsOk(out var height, out _) ? (long?)height : null, answer, null);

    /// <summary>Asks for the height and the chain's plan, and returns at once.</summary>
    /// <param name="answer">As with <see cref="BeginHeight"/>; the reason when the node does not answer.</param>
    public IDisposable BeginPlan(Action<Parsed<NodeOutlook>> answer) =>
        Begin(Plan, answer, Parsed.Invalid<NodeOutlook>(SpareThread.None));

    private Parsed<NodeTaskAnswer> Ask(string task, int answers, CancellationToken ct)
    {
        var request = new NodeTaskRequest(nodeHome, rpc, (int)OneAnswer.TotalMilliseconds);
        var order = new TaskOrder(task, "asks the node", JsonSerializer.SerializeToUtf8Bytes(request, NodeTaskJson.Default.NodeTaskRequest),
            (OneAnswer * answers) + Start);

        return tasks.Run(order, onLine: null, ct).Then(Read);
    }

    private static Parsed<NodeTaskAnswer> Read(JsonElement result)
    {
        try
        {
            return result.Deserialize(NodeTaskJson.Default.NodeTaskAnswer) is { } answer ? Parsed.Ok(answer)
                : Parsed.Invalid<NodeTaskAnswer>("the process that asks the node said nothing");
        }
        catch (JsonException)
        {
            return Parsed.Invalid<NodeTaskAnswer>("the process that asks the node gave something that is not an answer");
        }
    }

    private static Question Begin<T>(Func<CancellationToken, T> ask, Action<T> answer, T noAnswer)
    {
        var question = new Question();

        // A thread of its own, which lives as long as the child: the kernel kills a child whose starting thread ends (PR_SET_PDEATHSIG).
        var thread = SpareThread.Start("node question", () =>
        {
            try
            {
                var said = ask(question.Token);

                if (!question.Token.IsCancellationRequested)
                {
                    answer(said);
                }
            }
            catch (OperationCanceledException)
            {
                // taken back
            }
        });

        if (thread is null)
        {
            answer(noAnswer);
        }

        return question;
    }

    /// <summary>One that is being asked.</summary>
    private sealed class Question : IDisposable
    {
        private readonly CancellationTokenSource _asked = new();

        public Question() => Token = _asked.Token;

        public CancellationToken Token { get; }

        public void Dispose()
        {
            _asked.Cancel(); // first: who looks at the token later finds it cancelled, and does not ask its source
            _asked.Dispose();
        }
    }
}

/// <summary>What a node says of itself and its chain.</summary>
/// <param name="Height">Its last block.</param>
/// <param name="Plan">The chain's plan; null when it has none.</param>
internal sealed record NodeOutlook(long Height, UpgradePlan? Plan);
