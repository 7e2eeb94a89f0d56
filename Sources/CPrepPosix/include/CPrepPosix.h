#ifndef CPREPPOSIX_H
#define CPREPPOSIX_H

#include <stdint.h>
#include <sys/types.h>

/// Columns of the terminal behind `descriptor`; 0 when it is not a terminal.
/// Exists because ioctl is variadic and TIOCGWINSZ is a macro that Swift does not import.
int vp_posix_terminal_columns(int descriptor);

/// Processors that the calling process may run on. Exists because the CPU_... macros are not imported.
int vp_posix_processors(void);

/// Asks the kernel to kill this process when `parent` dies, and returns -1 when it has died already.
/// Exists because prctl is variadic.
int vp_posix_die_with_parent(pid_t parent);

/// Names the calling thread (at most 15 bytes). Exists because pthread_setname_np is a GNU extension.
void vp_posix_name_thread(const char *name);

/// From now on SIGINT and SIGTERM write their number as a byte to `descriptor`. The calling thread takes them, even when the
/// program was started with these signals blocked. Exists because a signal handler must be async-signal-safe, which Swift code is
/// not.
void vp_posix_report_signals(int descriptor);

/// True when a status from waitpid is a death by signal; `signal` then holds its number.
/// Exists because the W... macros are not imported.
int vp_posix_killed_by(int status, int *signal);

/// A file that exists only in memory, and is closed when a program is started; -1 when it cannot be made. Exists because
/// memfd_create is a GNU extension.
int vp_posix_memory_file(const char *name);

/// Begins to write `count` bytes of a file, from `offset` on, to its disk, and does not wait. This is a hint: only fdatasync says
/// what is on the disk. Exists because sync_file_range is a GNU extension.
void vp_posix_begin_writing(int descriptor, off_t offset, off_t count);

/// Waits until the disk has everything of the file system that `descriptor` is on. Returns 0, or an errno value. Exists because
/// syncfs is a GNU extension.
int vp_posix_synchronize_file_system(int descriptor);

/// Starts `path` with `arguments` (NULL-terminated), with `channel` as its descriptors 0 and 1, `notes` as 2, no other
/// descriptor, an empty signal mask, default signal actions and a process group of its own, so that Ctrl-C in the terminal does
/// not reach it. The program looks up all functions at once; its allocator takes huge pages for large blocks where it can, and
/// keeps no cache of small ones. Returns 0, or an errno value. Exists because posix_spawn's set-up is a dozen calls on opaque
/// types.
int vp_posix_spawn(pid_t *child, const char *path, char *const arguments[], int channel, int notes);

/// Sends two descriptors over a socket without waiting. Returns 0, or an errno value. Exists because the CMSG_... macros are not
/// imported.
int vp_posix_send_descriptors(int socket, int first, int second);

/// Waits for two descriptors; -1 when the other end is closed, or when none arrived.
int vp_posix_receive_descriptors(int socket, int *first, int *second);

/// Makes a copy of this process, which must have one thread, as a child of its parent: the parent waits for the copy, and is told
/// how it ended. Returns as fork does. Exists because the C library's fork cannot make such children. It bypasses handlers of
/// pthread_atfork, which matter only to processes with threads.
pid_t vp_posix_fork_sibling(void);

/// Makes `channel` the descriptors 0 and 1 and `notes` 2, and closes all others. Returns 0, or -1.
int vp_posix_take_standard(int channel, int notes);

#endif
