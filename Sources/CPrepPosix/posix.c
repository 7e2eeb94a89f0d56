#define _GNU_SOURCE
#include "CPrepPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int vp_posix_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int vp_posix_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
}

int vp_posix_die_with_parent(pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return -1;
  // The parent may have died before the request was made.
  return getppid() == parent ? 0 : -1;
}

void vp_posix_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

static volatile sig_atomic_t report_descriptor = -1;

static void report_signal(int signal) {
  int saved = errno;
  unsigned char number = (unsigned char)signal;
  // A full pipe means that many signals wait already.
  ssize_t written = write(report_descriptor, &number, 1);
  (void)written;
  errno = saved;
}

void vp_posix_report_signals(int descriptor) {
  report_descriptor = descriptor;
  struct sigaction action = {.sa_handler = report_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGINT);
  sigaddset(&both, SIGTERM);
  pthread_sigmask(SIG_UNBLOCK, &both, NULL);
}

int vp_posix_killed_by(int status, int *signal) {
  if (!WIFSIGNALED(status)) return 0;
  *signal = WTERMSIG(status);
  return 1;
}

int vp_posix_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int vp_posix_spawn(pid_t *child, const char *path, char *const arguments[], int channel, int notes) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  error = posix_spawn_file_actions_adddup2(&actions, channel, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, channel, 1);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, notes, 2);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  if (!error) error = posix_spawn(child, path, &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}
