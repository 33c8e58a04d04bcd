using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.Sdk;
using Xunit.v3;

namespace Cosmovisor.Mutation;

/// <summary>A test of Core with its arguments, run without a runner: the next mutant waits for no process to start.</summary>
internal sealed record TestCase(MethodInfo Method, object?[] Arguments, string Name)
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly Tests = Assembly.Load("Cosmovisor.Core.Tests");

    // Those of no folder look at all parsers at once, for long.
    private static bool IsOfAFolder(Type type) => type.Namespace is not "Cosmovisor.Tests";

    public static IEnumerable<TestCase> All() =>
        from type in Tests.GetTypes().Where(IsOfAFolder)
        from method in type.GetMethods(Static)
        where method.GetCustomAttributes().Any(attribute => attribute is IFactAttribute)
        from test in Of(method)
        select test;

    /// <summary>The tests of these names, all rows of a method together; the data of no other test is made.</summary>
    public static IEnumerable<TestCase> Named(IReadOnlyCollection<string> names)
    {
        var wanted = names.ToHashSet();
        return from method in names.Select(name => name.Split('#')[0]).Distinct()
               let end = method.LastIndexOf('.')
               from test in Of(Tests.GetType(method[..end])!.GetMethod(method[(end + 1)..], Static)!)
               where wanted.Contains(test.Name)
               select test;
    }

    /// <summary>Each class makes its fields.</summary>
    public static void UseAllClasses()
    {
        foreach (var type in Assembly.Load("Cosmovisor.Core").GetTypes().Concat(Tests.GetTypes().Where(IsOfAFolder)))
        {
            if (!type.ContainsGenericParameters)
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }
    }

    /// <returns>Null where it passes.</returns>
    public string? Failure()
    {
        try
        {
            switch (Method.Invoke(null, Arguments))
            {
                case Task task:
                    task.GetAwaiter().GetResult();
                    break;
                case ValueTask task:
                    task.AsTask().GetAwaiter().GetResult();
                    break;
            }

            return null;
        }
        catch (Exception failure) // whatever it is, the test has not passed
        {
            return (failure is TargetInvocationException ? failure.InnerException ?? failure : failure).Message;
        }
    }

    private static IEnumerable<TestCase> Of(MethodInfo method) =>
        Rows(method).Select((row, place) => new TestCase(method, row, $"{method.DeclaringType!.FullName}.{method.Name}#{place}"));

    private static IEnumerable<object?[]> Rows(MethodInfo method)
    {
        var sources = method.GetCustomAttributes().OfType<IDataAttribute>().ToList();

        if (sources is [])
        {
            return [[]];
        }

        // Whoever collects the attributes says whose they are: without it, MemberData has no rows, and says nothing.
        foreach (var source in sources.OfType<ITypeAwareDataAttribute>())
        {
            source.MemberType ??= method.ReflectedType;
        }

        return sources.SelectMany(source => source.GetData(method, new DisposalTracker()).AsTask().GetAwaiter().GetResult()).Select(
            row => method.ResolveMethodArguments(row.GetData()));
    }
}
