// killer N before|after|power|ERRNO|all:ERRNO COUNTFILE PROGRAM ARGUMENTS...
//
// Runs a program and counts every system call of its own (all its threads, none of its children) that changes a file system.
// At the N-th it kills the program: before the call, or after it; or it lets the call fail with ERRNO, once. Writes into COUNTFILE
// how many it counted, and the inodes of the files whose content it had written but not flushed by then, which a loss of power may take.
// With power it kills after the call, and takes back what was done to names below $DAEMON_HOME and not flushed: new files, removals, renames.
// With all:ERRNO each call counts that touches anything below $DAEMON_HOME, looking, listing and reading included, and no other.
// Ends as the program ended. Sources: ptrace(2), "PTRACE_GET_SYSCALL_INFO"; proc(5).
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "names.h"

#define FICLONE 0x40049409

static pid_t leader;
static long counted, strike;
static int fault; // 0: kill before, -1: kill after, else an errno

static int is_file(pid_t thread, long fd)
{
    char name[64], target[4096];
    snprintf(name, sizeof name, "/proc/%d/fd/%ld", thread, fd);
    ssize_t length = readlink(name, target, sizeof target - 1);
    if (length <= 0)
        return 0;
    target[length] = 0;
    // Our log, and the lock's note of who holds it, are for eyes alone.
    return target[0] == '/' && (strncmp(target, "/dev/", 5) != 0 || strncmp(target, "/dev/shm/", 9) == 0) && strncmp(target, "/proc/", 6) != 0 && !strstr(target, "cosmovisor.log");
}

static int changes(pid_t thread, const struct __ptrace_syscall_info *call)
{
    const __uint64_t *a = call->entry.args;
    switch (call->entry.nr) {
    case SYS_openat:
        return (a[2] & (O_CREAT | O_TRUNC)) != 0;
    case SYS_write: case SYS_pwrite64: case SYS_writev: case SYS_ftruncate: case SYS_fallocate: case SYS_fsync: case SYS_fdatasync: case SYS_syncfs:
    case SYS_fchmod: case SYS_fchown: case SYS_sendfile: case SYS_fsetxattr:
        return is_file(thread, (long)a[0]);
    case SYS_copy_file_range:
        return is_file(thread, (long)a[2]);
    case SYS_ioctl:
        return a[1] == FICLONE;
    case SYS_renameat2: case SYS_linkat: case SYS_symlinkat: case SYS_unlinkat: case SYS_mkdirat: case SYS_fchmodat: case SYS_fchownat: case SYS_utimensat:
    case SYS_setxattr: case SYS_lsetxattr: case SYS_truncate: case SYS_renameat:
#ifdef SYS_rename
    case SYS_rename: case SYS_link: case SYS_symlink: case SYS_unlink: case SYS_mkdir: case SYS_rmdir: case SYS_chmod: case SYS_chown: case SYS_lchown: case SYS_creat:
#endif
        return 1;
    default:
        return 0;
    }
}

static const char *home;
static int every_call;

static int lies_below(const char *path)
{
    size_t length = strlen(home);
    return strncmp(path, home, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int open_below(pid_t thread, long fd)
{
    char name[64], target[4096];
    snprintf(name, sizeof name, "/proc/%d/fd/%ld", thread, fd);
    ssize_t length = readlink(name, target, sizeof target - 1);
    if (length <= 0)
        return 0;
    target[length] = 0;
    return lies_below(target);
}

static int path_below(pid_t thread, long folder, unsigned long address)
{
    char path[4096];
    // To the end of its page: what lies behind it may not be readable.
    struct iovec to = {path, sizeof path - 1}, from = {(void *)address, 4096 - address % 4096};
    ssize_t length = process_vm_readv(thread, &to, 1, &from, 1, 0);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return path[0] == '/' ? lies_below(path) : folder >= 0 && open_below(thread, folder);
}

// Whether a call touches the home in any way.
static int touches(pid_t thread, const struct __ptrace_syscall_info *call)
{
    const __uint64_t *a = call->entry.args;
    switch (call->entry.nr) {
    case SYS_openat: case SYS_newfstatat: case SYS_statx: case SYS_readlinkat: case SYS_faccessat: case SYS_faccessat2: case SYS_unlinkat: case SYS_mkdirat:
    case SYS_fchmodat: case SYS_fchownat: case SYS_utimensat: case SYS_renameat2: case SYS_renameat: case SYS_linkat:
        return path_below(thread, (int)a[0], a[1]);
    case SYS_symlinkat:
        return path_below(thread, (int)a[1], a[2]);
    case SYS_truncate: case SYS_statfs: case SYS_setxattr: case SYS_lsetxattr: case SYS_getxattr: case SYS_lgetxattr: case SYS_listxattr: case SYS_llistxattr: case SYS_inotify_add_watch:
#ifdef SYS_open
    case SYS_open: case SYS_stat: case SYS_lstat: case SYS_access: case SYS_readlink: case SYS_rename: case SYS_link: case SYS_unlink: case SYS_mkdir: case SYS_rmdir:
    case SYS_chmod: case SYS_chown: case SYS_lchown: case SYS_creat:
#endif
        return path_below(thread, -1, call->entry.nr == SYS_inotify_add_watch ? a[1] : a[0]);
#ifdef SYS_symlink
    case SYS_symlink:
        return path_below(thread, -1, a[1]);
#endif
    case SYS_read: case SYS_pread64: case SYS_write: case SYS_pwrite64: case SYS_writev: case SYS_getdents64: case SYS_fstat: case SYS_lseek: case SYS_fsync: case SYS_fdatasync:
    case SYS_syncfs: case SYS_ftruncate: case SYS_fallocate: case SYS_flock: case SYS_fchmod: case SYS_fchown: case SYS_fstatfs: case SYS_fsetxattr: case SYS_fgetxattr: case SYS_flistxattr:
        return open_below(thread, (long)a[0]);
    case SYS_copy_file_range: case SYS_sendfile:
        return open_below(thread, (long)a[0]) || open_below(thread, (long)a[2]);
    case SYS_ioctl:
        return a[1] == FICLONE;
    default:
        return 0;
    }
}

static char keep[4096]; // where names that a loss of power brings back are kept; empty when none are

static unsigned long unflushed[1024];
static int dirty;

static void flushed(unsigned long inode)
{
    for (int i = 0; i < dirty; i++)
        if (unflushed[i] == inode)
            unflushed[i--] = unflushed[--dirty];
}

// What a call that was made has changed or flushed.
static void note(pid_t thread, const struct __ptrace_syscall_info *call)
{
    long fd;
    switch (call->entry.nr) {
    case SYS_write: case SYS_pwrite64: case SYS_writev: case SYS_ftruncate: case SYS_sendfile: case SYS_fsync: case SYS_fdatasync:
        fd = (long)call->entry.args[0];
        break;
    case SYS_copy_file_range:
        fd = (long)call->entry.args[2];
        break;
    case SYS_syncfs:
        dirty = 0;
        folder_is_flushed(0);
        return;
    default:
        return;
    }
    char name[64];
    struct stat at;
    snprintf(name, sizeof name, "/proc/%d/fd/%ld", thread, fd);
    if (stat(name, &at) != 0)
        return;
    if (S_ISDIR(at.st_mode))
        folder_is_flushed(at.st_ino);
    if (!S_ISREG(at.st_mode))
        return;
    flushed(at.st_ino);
    if (call->entry.nr != SYS_fsync && call->entry.nr != SYS_fdatasync && dirty < 1024)
        unflushed[dirty++] = at.st_ino;
}

// The call is not made, and its caller is told of a fault.
static void let_fail(pid_t thread, int entering)
{
#if defined(__x86_64__)
    struct user_regs_struct r;
    struct iovec v = {&r, sizeof r};
    ptrace(PTRACE_GETREGSET, thread, (void *)NT_PRSTATUS, &v);
    if (entering) r.orig_rax = -1; else r.rax = (unsigned long)-fault;
    ptrace(PTRACE_SETREGSET, thread, (void *)NT_PRSTATUS, &v);
#elif defined(__aarch64__)
    if (entering) {
        int none = -1;
        struct iovec v = {&none, sizeof none};
        ptrace(PTRACE_SETREGSET, thread, (void *)NT_ARM_SYSTEM_CALL, &v);
    } else {
        struct user_regs_struct r;
        struct iovec v = {&r, sizeof r};
        ptrace(PTRACE_GETREGSET, thread, (void *)NT_PRSTATUS, &v);
        r.regs[0] = (unsigned long)-fault;
        ptrace(PTRACE_SETREGSET, thread, (void *)NT_PRSTATUS, &v);
    }
#endif
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "killer N before|after|ERRNO COUNTFILE PROGRAM ARGUMENTS...\n");
        return 64;
    }
    strike = atol(argv[1]);
    home = getenv("DAEMON_HOME");
    every_call = home && strncmp(argv[2], "all:", 4) == 0;
    if (every_call)
        argv[2] += 4;
    int power = strcmp(argv[2], "power") == 0;
    fault = strcmp(argv[2], "before") == 0 ? 0 : power || strcmp(argv[2], "after") == 0 ? -1 : atoi(argv[2]);
    if (power && home && snprintf(keep, sizeof keep, "%s.kept", home) > 0)
        mkdir(keep, 0700);

    leader = fork();
    if (leader == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execv(argv[4], argv + 4);
        _exit(127);
    }
    int status;
    waitpid(leader, &status, 0);
    // Threads only: a process that forks or vforks lets its children go untraced.
    if (ptrace(PTRACE_SETOPTIONS, leader, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL) != 0) {
        perror("ptrace");
        return 77;
    }
    ptrace(PTRACE_SYSCALL, leader, 0, 0);

    pid_t struck = 0; // the thread in whose call it happens
    int end = 0;
    for (;;) {
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0)
            break;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread == leader)
                end = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            continue;
        }
        int signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80)) {
            struct __ptrace_syscall_info call;
            ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof call, &call);
            if (call.op == PTRACE_SYSCALL_INFO_ENTRY && (every_call ? touches(thread, &call) : changes(thread, &call))) {
                if (++counted == strike) {
                    struck = thread;
                    if (fault == 0)
                        kill(leader, SIGKILL);
                    else if (fault > 0)
                        let_fail(thread, 1);
                }
                if (counted < strike || (counted == strike && fault < 0)) {
                    note(thread, &call);
                    if (keep[0])
                        expect_changes(thread, &call, keep);
                }
            } else if (call.op == PTRACE_SYSCALL_INFO_EXIT && keep[0]) {
                change_is_made(thread, call.exit.is_error);
            }
            if (call.op == PTRACE_SYSCALL_INFO_EXIT && thread == struck) {
                struck = 0;
                if (fault < 0)
                    kill(leader, SIGKILL);
                else if (fault > 0)
                    let_fail(thread, 0);
            }
            signal = 0;
        } else if (signal == SIGTRAP || signal == SIGSTOP) {
            signal = 0; // an event, or a new thread's first stop
        }
        ptrace(PTRACE_SYSCALL, thread, 0, signal);
    }

    if (keep[0]) {
        undo_names();
        rmdir(keep);
    }
    FILE *count = fopen(argv[3], "w");
    if (count) {
        fprintf(count, "%ld\n", counted);
        for (int i = 0; i < dirty; i++)
            fprintf(count, "%lu ", unflushed[i]);
        fclose(count);
    }
    return end;
}
