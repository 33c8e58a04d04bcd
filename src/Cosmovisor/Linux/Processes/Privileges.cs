using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Root's privileges, given up for good: from then on the process is an ordinary user's, in every thread of it.</summary>
/// <remarks>
/// By glibc's functions and not by the system calls, which are a thread's own: a thread of the runtime would stay root's.
/// </remarks>
internal static unsafe partial class Privileges
{
    private const uint Root = 0;
    private const uint AsItIs = uint.MaxValue;
    private const int MostGroups = 1024;

    /// <summary>Whether this process has them. False but on Linux.</summary>
    public static bool AreRoots => OperatingSystem.IsLinux() && GetEffectiveUser() == Root;

    /// <summary>As whom this process opens files; null but on Linux.</summary>
    public static uint? User => OperatingSystem.IsLinux() ? GetEffectiveUser() : null;

    /// <summary>Becomes <paramref name="user"/>, with the groups that the system's tables give this user.</summary>
    /// <param name="user">Not root.</param>
    /// <param name="folderGroup">Group of the folder that is worked in: what is made there gets it, if the user is a member.</param>
    /// <returns>Null when it is done; else why it could not be, and nothing of it is sure.</returns>
    public static string? DropTo(uint user, uint folderGroup)
    {
        var known = UserRecord.Of(user);
        var groups = known?.Groups(MostGroups) ?? [];

        // A user that only a number is known of: the folder's group, unless that is root's, which would be a right too many.
        var group = known is null ? (folderGroup == Root ? user : folderGroup)
            : groups.Contains(folderGroup) ? folderGroup
            : known.Group;

        if (groups is [])
        {
            groups = [group];
        }

        fixed (uint* list = groups)
        {
            if (SetGroups((nuint)groups.Length, list) != 0 || SetGroup(group, group, group) != 0 || SetUser(user, user, user) != 0)
            {
                return Errno.LastText;
            }
        }

        // Some processes keep their capabilities when their user changes (SECBIT_NO_SETUID_FIXUP); such a one is still root.
        if (SetUser(AsItIs, Root, AsItIs) == 0)
        {
            return "the way back to root stays open (a capability is kept)";
        }

        if (known is not null)
        {
            Environment.SetEnvironmentVariable("HOME", known.Home);
            Environment.SetEnvironmentVariable("USER", known.Name);
            Environment.SetEnvironmentVariable("LOGNAME", known.Name);
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static partial int SetGroups(nuint count, uint* groups);

    [LibraryImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    private static partial int SetGroup(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static partial int SetUser(uint real, uint effective, uint saved);
}
