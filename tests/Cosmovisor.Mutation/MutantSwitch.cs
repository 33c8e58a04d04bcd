using System.Reflection;

namespace Cosmovisor.Mutation;

/// <summary>The class that Stryker puts into a mutated assembly.</summary>
internal static class MutantSwitch
{
    private static readonly Assembly Core = Assembly.Load("Cosmovisor.Core");
    private static readonly Type Control = Core.GetTypes().Single(type => type.Name == "MutantControl");
    private static readonly FieldInfo Active = Control.GetField("ActiveMutant")!;
    private static readonly FieldInfo Capture = Control.GetField("CaptureCoverage")!;
    private static readonly FieldInfo Reached = Control.GetField("_coveredMutants", BindingFlags.Static | BindingFlags.NonPublic)!;

    public static void Activate(int mutant) => Active.SetValue(null, mutant);

    public static void Covers(bool isOn) => Capture.SetValue(null, isOn);

    /// <summary>What was reached since this was asked last.</summary>
    public static IReadOnlyList<int> TakeCovered()
    {
        var covered = (List<int>)Reached.GetValue(null)!;
        Reached.SetValue(null, new List<int>());
        return covered;
    }
}
