namespace Cosmovisor.Linux;

/// <summary>The numbers of system calls that <see cref="SystemCallFilter"/> looks for, which differ by architecture.</summary>
/// <param name="Architecture">As the kernel names it (AUDIT_ARCH_*).</param>
/// <param name="StartProcess">clone(2): starts threads and processes, and namespaces when asked to.</param>
/// <param name="Ioctl">Among much else, types into terminals.</param>
/// <param name="Socket">Opens the way to a network, or to a daemon beside us.</param>
/// <param name="Refused">What nothing of ours needs.</param>
internal sealed record SystemCalls(uint Architecture, uint StartProcess, uint Ioctl, uint Socket, IReadOnlyList<uint> Refused)
{
    public const uint Clone3 = 435;

    // io_uring does what other calls do, and no filter sees it.
    public static readonly uint[] IoUring = [425, 426, 427];

    // Since Linux 5.1 new calls have one number everywhere: open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, pidfd_getfd,
    // process_madvise, mount_setattr.
    private static readonly uint[] Everywhere = [428, 429, 430, 431, 432, 433, 438, 440, 442];

    public static SystemCalls OfX64 { get; } = new(0xC000003E, StartProcess: 56, Ioctl: 16, Socket: 41,
    [
        101, // ptrace
        165, 166, 155, 161, // mount, umount2, pivot_root, chroot
        321, 298, // bpf, perf_event_open
        248, 249, 250, // add_key, request_key, keyctl
        246, 320, 169, // kexec_load, kexec_file_load, reboot
        175, 313, 176, // init_module, finit_module, delete_module
        272, 308, // unshare, setns
        310, 311, 312, // process_vm_readv, process_vm_writev, kcmp
        304, 323, // open_by_handle_at, userfaultfd
        167, 168, 163, 179, // swapon, swapoff, acct, quotactl
        164, 227, 170, 171, // settimeofday, clock_settime, sethostname, setdomainname
        172, 173, 103, // iopl, ioperm, syslog
        .. Everywhere,
    ]);

    public static SystemCalls OfArm64 { get; } = new(0xC00000B7, StartProcess: 220, Ioctl: 29, Socket: 198,
    [
        117, // ptrace
        40, 39, 41, 51, // mount, umount2, pivot_root, chroot
        280, 241, // bpf, perf_event_open
        217, 218, 219, // add_key, request_key, keyctl
        104, 294, 142, // kexec_load, kexec_file_load, reboot
        105, 273, 106, // init_module, finit_module, delete_module
        97, 268, // unshare, setns
        270, 271, 272, // process_vm_readv, process_vm_writev, kcmp
        265, 282, // open_by_handle_at, userfaultfd
        224, 225, 89, 60, // swapon, swapoff, acct, quotactl
        170, 112, 161, 162, // settimeofday, clock_settime, sethostname, setdomainname
        116, // syslog
        .. Everywhere,
    ]);

    public bool HasX32 => Architecture == 0xC000003E;
}
