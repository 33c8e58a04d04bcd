/*
 * The daemon of the measurements. What it does is its second argument (`node start WHAT ...`), so that every supervisor
 * can start it as it starts any node. Static, and its clock is read before main: as near to the first instruction as C gets.
 * What it has to tell goes as lines into the file or fifo BENCH_REPORT: its output belongs to the measurement.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { POOL = 1 << 20, BULK = 64 << 10 };

static long long first_instruction;
static char pool[POOL];

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

__attribute__((constructor)) static void first(void) { first_instruction = now(); }

static void report(const char *format, ...)
{
    static int fd = -1;
    char line[256];
    va_list facts;
    int length;

    if (fd < 0)
        fd = open(getenv("BENCH_REPORT"), O_WRONLY | O_APPEND);
    va_start(facts, format);
    length = vsnprintf(line, sizeof line, format, facts);
    va_end(facts);
    (void)!write(fd, line, length);
}

/* Lines as a node writes them: a time, a level, a module, hashes and heights; 120 to 370 bytes. Returns the last line's end. */
static size_t fill_pool(void)
{
    unsigned long long random = 88172645463325252ULL;
    size_t at = 0;

    while (at + 512 < POOL) {
        at += sprintf(pool + at, "5:17PM INF committed state module=state num_txs=%llu height=%llu app_hash=", random % 90, random % 9000000);
        for (int words = 2 + random % 17; words > 0; words--) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            at += sprintf(pool + at, "%016llX", random);
        }
        pool[at++] = '\n';
    }
    return at;
}

static void write_all(const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(1, bytes, count);
        if (written < 0)
            exit(3);
        bytes += written, count -= written;
    }
}

static void spout(long long bytes, int line_by_line)
{
    size_t end = fill_pool(), at = 0;
    struct rusage own;

    while (bytes > 0) {
        size_t piece = line_by_line ? (size_t)((char *)memchr(pool + at, '\n', end - at) + 1 - (pool + at)) : end - at < BULK ? end - at : BULK;
        if ((long long)piece > bytes)
            piece = bytes;
        write_all(pool + at, piece);
        at = at + piece >= end ? 0 : at + piece;
        bytes -= piece;
    }
    getrusage(RUSAGE_SELF, &own);
    report("spent %lld %lld %lld\n", first_instruction, own.ru_utime.tv_sec * 1000000LL + own.ru_utime.tv_usec, own.ru_stime.tv_sec * 1000000LL + own.ru_stime.tv_usec);
}

/* Blocked before the report, so that none is lost between it and the wait. */
static void catch_signals(void)
{
    sigset_t wanted;
    int signal;

    sigemptyset(&wanted);
    sigaddset(&wanted, SIGUSR1);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    report("ready %d\n", getpid());
    while (sigwait(&wanted, &signal) == 0)
        report("caught %lld\n", now());
}

static void report_supervisor(void)
{
    char path[64], line[256];
    long resident = 0, highest = 0, descriptors = -2; /* . and .. */
    FILE *status;
    DIR *open_files;

    snprintf(path, sizeof path, "/proc/%d/status", getppid());
    if ((status = fopen(path, "r")))
        while (fgets(line, sizeof line, status))
            if (!sscanf(line, "VmRSS: %ld", &resident))
                sscanf(line, "VmHWM: %ld", &highest);
    snprintf(path, sizeof path, "/proc/%d/fd", getppid());
    if ((open_files = opendir(path)))
        while (readdir(open_files))
            descriptors++;
    report("supervisor %ld %ld %ld\n", resident, descriptors, highest);
}

/*
 * One life: says when it began, asks for the next upgrade and dies at once, as a node that panics. The name of the folder says which life it is.
 * BENCH_INFO is the plan's info.
 */
static int live(const char *path, int lives)
{
    const char *version = strstr(path, "/upgrades/v");
    int life = version ? atoi(version + strlen("/upgrades/v")) : 0;
    const char *info = getenv("BENCH_INFO") ? getenv("BENCH_INFO") : "{}";
    char announcement[1024], halt[1024];

    report("life %d %lld\n", life, first_instruction);
    if (life == lives) {
        report_supervisor();
        return 21;
    }
    snprintf(announcement, sizeof announcement, "5:17PM ERR UPGRADE \"v%d\" NEEDED at height: %d: %s module=x/upgrade\n", life + 1, 100 + life, info);
    snprintf(halt, sizeof halt, "panic: UPGRADE \"v%d\" NEEDED at height: %d: %s\n", life + 1, 100 + life, info);
    write_all(announcement, strlen(announcement));
    report("halt %d %lld\n", life, now());
    write_all(halt, strlen(halt));
    return 2;
}

/* Leaves descendants behind, each in a session of its own, as far from us as a process can get. */
static void leave_behind(int count)
{
    for (int i = 0; i < count; i++)
        if (fork() == 0) {
            setsid();
            pause();
            _exit(0);
        }
    report("left %lld\n", now());
}

/* Runs a program and reports the largest resident size of it and of all that it has waited for. Whoever starts a program is in this figure: we are small. */
static int weigh(char **words)
{
    struct rusage used;
    int status;
    pid_t child = fork();

    if (child == 0) {
        execv(words[0], words);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) < 0)
        return 3;
    report("largest %ld\n", used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **words)
{
    const char *what = count > 2 ? words[2] : "wait";
    long long number = count > 3 ? atoll(words[3]) : 0;

    if (count == 2 && !strcmp(words[1], "version")) {
        write_all("v1\n", 3); /* what a downloaded binary is asked once, to see whether it starts */
    } else if (!strcmp(what, "spout")) {
        spout(number, count > 4 && !strcmp(words[4], "lines"));
    } else if (!strcmp(what, "stamp")) {
        report("stamp %lld\n", first_instruction);
    } else if (!strcmp(what, "catch")) {
        catch_signals();
    } else if (!strcmp(what, "live")) {
        return live(words[0], (int)number);
    } else if (!strcmp(what, "weigh")) {
        return weigh(words + 3);
    } else if (!strcmp(what, "leave")) {
        leave_behind((int)number);
    } else {
        report("ready %d\n", getpid());
        pause();
    }
    return 0;
}
