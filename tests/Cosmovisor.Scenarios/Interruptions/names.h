// Names that were made, moved or taken away and whose folder was not flushed since: undone, last first, they are what a loss of power may leave
// of a disk. What a rename covers, or a removal takes, is kept under a second name until then.
#include <limits.h>

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE 2
#endif

static int lies_below(const char *path); // the home

enum kind { MADE, MADE_FOLDER, MOVED, EXCHANGED, REMOVED, REMOVED_FOLDER };

static struct change {
    enum kind kind;
    char from[PATH_MAX], to[PATH_MAX], kept[PATH_MAX];
    ino_t folder; // that the new name stands in, or the old one stood in
    pid_t thread; // while its call is being made
    mode_t mode;
} changes_of_names[512];
static int names;

static void path_of(pid_t thread, int folder, unsigned long address, char *path)
{
    char text[PATH_MAX], link[64];
    size_t here = 4096 - address % 4096; // it may go on in the next page, and that may not be readable
    struct iovec to = {text, sizeof text - 1}, from[] = {{(void *)address, here}, {(void *)(address + here), sizeof text - 1 - here % (sizeof text - 1)}};
    ssize_t length = process_vm_readv(thread, &to, 1, from, 2, 0);
    text[length > 0 ? length : 0] = 0;
    if (text[0] == '/') {
        snprintf(path, PATH_MAX, "%s", text);
        return;
    }
    if (folder == AT_FDCWD)
        snprintf(link, sizeof link, "/proc/%d/cwd", thread);
    else
        snprintf(link, sizeof link, "/proc/%d/fd/%d", thread, folder);
    length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
    snprintf(path + strlen(path), PATH_MAX - strlen(path), "/%s", text);
}

static ino_t folder_of(const char *path)
{
    char folder[PATH_MAX];
    struct stat at;
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (!slash || slash == folder)
        return 0;
    *slash = 0;
    return stat(folder, &at) == 0 ? at.st_ino : 0;
}

// Before the call is made.
static void expect_change(pid_t thread, enum kind kind, const char *from, const char *to, const char *keep)
{
    static int number;
    struct stat at;
    int is_there = lstat(to, &at) == 0;
    if (names == 512 || !lies_below(to) || ((kind == MADE || kind == MADE_FOLDER) && is_there) || ((kind == REMOVED || kind == REMOVED_FOLDER) && !is_there))
        return;
    struct change *change = &changes_of_names[names++];
    *change = (struct change){.kind = kind, .thread = thread, .folder = folder_of(to), .mode = is_there ? at.st_mode & 07777 : 0};
    snprintf(change->from, PATH_MAX, "%s", from);
    snprintf(change->to, PATH_MAX, "%s", to);
    if ((kind == MOVED || kind == REMOVED) && is_there && !S_ISDIR(at.st_mode)) {
        snprintf(change->kept, PATH_MAX, "%s/%d", keep, number++);
        if (link(to, change->kept) != 0)
            change->kept[0] = 0;
    }
}

static void expect_changes(pid_t thread, const struct __ptrace_syscall_info *call, const char *keep)
{
    const __uint64_t *a = call->entry.args;
    char from[PATH_MAX] = "", to[PATH_MAX] = "";
    switch (call->entry.nr) {
    case SYS_openat:
        path_of(thread, (int)a[0], a[1], to);
        expect_change(thread, MADE, from, to, keep);
        break;
    case SYS_symlinkat:
        path_of(thread, (int)a[1], a[2], to);
        expect_change(thread, MADE, from, to, keep);
        break;
    case SYS_linkat:
        path_of(thread, (int)a[2], a[3], to);
        expect_change(thread, MADE, from, to, keep);
        break;
    case SYS_mkdirat:
        path_of(thread, (int)a[0], a[1], to);
        expect_change(thread, MADE_FOLDER, from, to, keep);
        break;
    case SYS_unlinkat:
        path_of(thread, (int)a[0], a[1], to);
        expect_change(thread, a[2] & AT_REMOVEDIR ? REMOVED_FOLDER : REMOVED, from, to, keep);
        break;
    case SYS_renameat: case SYS_renameat2:
        path_of(thread, (int)a[0], a[1], from);
        path_of(thread, (int)a[2], a[3], to);
        expect_change(thread, call->entry.nr == SYS_renameat2 && (a[4] & RENAME_EXCHANGE) ? EXCHANGED : MOVED, from, to, keep);
        break;
#ifdef SYS_rename
    case SYS_rename:
        path_of(thread, AT_FDCWD, a[0], from);
        path_of(thread, AT_FDCWD, a[1], to);
        expect_change(thread, MOVED, from, to, keep);
        break;
    case SYS_link: case SYS_symlink:
        path_of(thread, AT_FDCWD, a[1], to);
        expect_change(thread, MADE, from, to, keep);
        break;
    case SYS_creat:
        path_of(thread, AT_FDCWD, a[0], to);
        expect_change(thread, MADE, from, to, keep);
        break;
    case SYS_mkdir:
        path_of(thread, AT_FDCWD, a[0], to);
        expect_change(thread, MADE_FOLDER, from, to, keep);
        break;
    case SYS_unlink: case SYS_rmdir:
        path_of(thread, AT_FDCWD, a[0], to);
        expect_change(thread, call->entry.nr == SYS_rmdir ? REMOVED_FOLDER : REMOVED, from, to, keep);
        break;
#endif
    default:
        break;
    }
}

static void forget_change(int at)
{
    if (changes_of_names[at].kept[0])
        unlink(changes_of_names[at].kept);
    memmove(&changes_of_names[at], &changes_of_names[at + 1], sizeof changes_of_names[0] * (size_t)(--names - at));
}

// The call has been made, or has failed and changed nothing.
static void change_is_made(pid_t thread, int failed)
{
    for (int i = names - 1; i >= 0; i--)
        if (changes_of_names[i].thread == thread) {
            changes_of_names[i].thread = 0;
            if (failed)
                forget_change(i);
        }
}

// Flushed are the changes made by now, not those on the way. 0 for all folders.
static void folder_is_flushed(ino_t folder)
{
    for (int i = 0; i < names; i++)
        if (changes_of_names[i].thread == 0 && (folder == 0 || changes_of_names[i].folder == folder))
            forget_change(i--);
}

static void undo_names(void)
{
    while (names > 0) {
        struct change *change = &changes_of_names[--names];
        struct stat at;
        switch (change->kind) {
        case MADE:
            unlink(change->to);
            break;
        case MADE_FOLDER:
            rmdir(change->to);
            break;
        case REMOVED_FOLDER:
            mkdir(change->to, change->mode);
            break;
        case MOVED:
            if (lstat(change->from, &at) != 0) // a call that was on its way when it died may not have been made
                rename(change->to, change->from);
            break;
        case EXCHANGED:
            syscall(SYS_renameat2, AT_FDCWD, change->from, AT_FDCWD, change->to, RENAME_EXCHANGE);
            break;
        default:
            break;
        }
        if (change->kept[0]) {
            rename(change->kept, change->to);
            unlink(change->kept); // where both were the same file
        }
    }
}
