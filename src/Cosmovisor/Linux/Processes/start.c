/*
 * What has to happen before the runtime's first thread, and between vfork(2) and execve(2).
 * Neither place can run managed code, so this is C. It is linked into the native executable (ADR 2);
 * under the JIT, PortableStart.cs does the same as far as it can be done from outside.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

extern char **environ;

static sigset_t inherited_mask;
static sigset_t inherited_ignored;

/*
 * A standard stream that is closed leaves a gap, and the first file opened falls into it: the node's output would end in
 * our lock. /dev/null fills the gap until execve(2), so that whoever is started finds what we were given.
 */
static void fill_gaps(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", O_RDWR | O_CLOEXEC);
}

/*
 * Signals are read from a descriptor by one thread. A signal that only some threads block would be
 * delivered to one of the others, so they are blocked here, where no other thread exists yet.
 */
__attribute__((constructor)) static void before_the_runtime(void)
{
    static const int kept[] = { SIGKILL, SIGSTOP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPIPE, SIGXFSZ, SIGTTIN, SIGTTOU };
    struct sigaction by_default, given;
    sigset_t ours;

    fill_gaps();

    /* The runtime ignores SIGPIPE, and handles faults and a signal of its own; the daemon must get what we were given. */
    sigemptyset(&inherited_ignored);
    for (int n = 1; n < NSIG; n++)
        if (sigaction(n, NULL, &given) == 0 && given.sa_handler == SIG_IGN)
            sigaddset(&inherited_ignored, n);

    /* A parent that ignores SIGCHLD would make the kernel reap the daemon and keep its exit code from us. */
    memset(&by_default, 0, sizeof by_default);
    by_default.sa_handler = SIG_DFL;
    sigaction(SIGCHLD, &by_default, NULL);

    /* A file that may grow no further (ulimit -f) is an error of the write, and not the end of us. */
    by_default.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &by_default, NULL);

    sigfillset(&ours);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        sigdelset(&ours, kept[i]);
#ifdef SIGRTMIN
    sigdelset(&ours, SIGRTMIN); /* the runtime stops its threads with it */
#endif
#ifdef __linux__
    pthread_sigmask(SIG_BLOCK, &ours, &inherited_mask);
#else
    pthread_sigmask(SIG_BLOCK, NULL, &inherited_mask); /* no signalfd(2): SignalQueue.cs has handlers instead */
    (void)ours;
#endif
}

/*
 * The state of signals the program was started with, for whoever is started next: execve(2) keeps what is ignored, and nothing else.
 * `before`, if not NULL, takes what each was set to.
 */
static void give_back_signals(struct sigaction before[NSIG])
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    for (int n = 1; n < NSIG; n++) {
        int ignored = sigismember(&inherited_ignored, n) == 1;

        action.sa_handler = ignored ? SIG_IGN : SIG_DFL;
        if (ignored || n == SIGPIPE || n == SIGXFSZ)
            sigaction(n, &action, before ? &before[n] : NULL);
    }
    sigprocmask(SIG_SETMASK, &inherited_mask, NULL);
}

/* The program could not be replaced: our own state again. */
static void take_signals_again(const struct sigaction before[NSIG])
{
    for (int n = 1; n < NSIG; n++)
        if (n == SIGPIPE || n == SIGXFSZ || sigismember(&inherited_ignored, n) == 1)
            sigaction(n, &before[n], NULL);
}

/* For the operator's tool, which wants Ctrl-C to mean what it always means. */
void cosmovisor_restore_signals(void)
{
    pthread_sigmask(SIG_SETMASK, &inherited_mask, NULL);
}

/* Replaces this process. Returns errno, and only when that failed. */
int cosmovisor_become(const char *path, char *const argv[], char *const envp[])
{
    static struct sigaction before[NSIG];
    int error;

    give_back_signals(before);
    execve(path, argv, envp);
    error = errno;
    take_signals_again(before);
    return error;
}

/* Puts `from` at descriptor `to`, open across execve(2). */
static int place(int from, int to)
{
    if (from < 0)
        return 0;
    return dup2(from, to) < 0 ? -1 : 0;
}

/*
 * Starts a program. in, out, err: descriptors above 2 to use as 0, 1, 2, or -1 to pass ours on. cwd: may be NULL.
 * own_group: a process group of its own, so that it can be signalled with all it starts.
 * die_with_us: SIGKILL when the calling THREAD ends (prctl(2), PR_SET_PDEATHSIG), so call it from one that outlives the child.
 * Returns 0 and *pid, or errno.
 */
int cosmovisor_start(const char *path, char *const argv[], char *const envp[], const char *cwd,
                     int in, int out, int err, int own_group, int die_with_us, pid_t *pid)
{
    volatile int failed = 0;
    sigset_t all, before;
    pid_t parent = getpid();
    pid_t child;

    /* The child of a vfork shares our memory: a handler of the runtime must not run in it. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);

    child = vfork();
    if (child == 0) {
#ifdef __linux__
        if (die_with_us) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent)
                _exit(127); /* we were killed between vfork and prctl */
        }
#else
        (void)die_with_us;
        (void)parent;
#endif
        if (own_group && setpgid(0, 0) != 0) {
            failed = errno;
            _exit(127);
        }
        if (place(in, 0) || place(out, 1) || place(err, 2) || (cwd && chdir(cwd) != 0)) {
            failed = errno;
            _exit(127);
        }
        give_back_signals(NULL);
        execve(path, argv, envp);
        failed = errno;
        _exit(127);
    }

    if (child < 0)
        failed = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed)
        return failed; /* the reaper collects the child that could not become anything */
    *pid = child;
    return 0;
}
