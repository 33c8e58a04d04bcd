using System.Globalization;
using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>What the system's tables know of a user (getpwuid(3)).</summary>
/// <param name="Name">To log in with.</param>
/// <param name="User">Number.</param>
/// <param name="Group">Number of the first group.</param>
/// <param name="Home">Home folder.</param>
internal sealed unsafe partial record UserRecord(string Name, uint User, uint Group, string Home)
{
    // struct passwd of glibc and musl on 64 bits: name, password, user, group, comment, home, shell.
    private const int GroupAt = 20;
    private const int HomeAt = 32;

    /// <returns>Null when there is no such user here: containers mostly know root alone. And elsewhere than on Linux.</returns>
    public static UserRecord? Of(uint user)
    {
        var entry = OperatingSystem.IsLinux() ? GetUser(user) : null;

        return entry == null || Marshal.PtrToStringUTF8(*(nint*)entry) is not { } name ? null
            : new UserRecord(name, user, *(uint*)(entry + GroupAt), Marshal.PtrToStringUTF8(*(nint*)(entry + HomeAt)) ?? "/");
    }

    /// <summary>The name where there is one, else the number: what chown(1) takes.</summary>
    public static string NameOf(uint user) => Of(user)?.Name ?? user.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same of whom this process works as.</summary>
    /// <remarks>Environment.UserName throws where there is no /etc/passwd, as in many images.</remarks>
    public static string OwnName => Privileges.User is { } user ? NameOf(user) : Environment.UserName;

    /// <summary>All groups the user is a member of.</summary>
    /// <param name="most">More are left out.</param>
    public uint[] Groups(int most)
    {
        var (found, count) = (new uint[most], most);

        fixed (uint* list = found)
        {
            _ = GetGroups(Name, Group, list, &count);
        }

        return found[..Math.Clamp(count, 0, most)];
    }

    [LibraryImport("libc", EntryPoint = "getpwuid", SetLastError = true)]
    private static partial byte* GetUser(uint user);

    [LibraryImport("libc", EntryPoint = "getgrouplist", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroups(string user, uint group, uint* groups, int* count);
}
