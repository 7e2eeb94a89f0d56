#define _GNU_SOURCE
#include "CPrepPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
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
  // When the pipe is full, many signals are waiting already.
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

void vp_posix_begin_writing(int descriptor, off_t offset, off_t count) {
  sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

int vp_posix_synchronize_file_system(int descriptor) { return syncfs(descriptor) == 0 ? 0 : errno; }

int vp_posix_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

// This process's environment, with settings for the C library. All functions are looked up at once, so that copies of the process
// need not do it. The allocator takes huge pages for large blocks, which are pixels. It keeps no cache of small freed blocks: it
// would give them out again unchanged, even where it is told to fill what it gives (see CPrepPoppler). The caller frees the
// result and its first variable.
static char **helper_environment(void) {
  static const char name[] = "GLIBC_TUNABLES", setting[] = "glibc.malloc.hugetlb=1:glibc.malloc.tcache_count=0";
  static char bind_now[] = "LD_BIND_NOW=1";
  size_t count = 0;
  while (environ[count]) count++;
  char **variables = calloc(count + 3, sizeof *variables);
  if (!variables) return NULL;
  const char *given = getenv(name);
  if (asprintf(&variables[0], "%s=%s%s%s", name, given ? given : "", given ? ":" : "", setting) < 0) {
    free(variables);
    return NULL;
  }
  variables[1] = bind_now;
  size_t kept = 2;
  for (size_t index = 0; index < count; index++) {
    const char *value = strchr(environ[index], '=');
    const size_t length = value ? (size_t)(value - environ[index]) : 0;
    if (length != sizeof name - 1 || memcmp(environ[index], name, length) != 0) variables[kept++] = environ[index];
  }
  return variables;
}

int vp_posix_spawn(pid_t *child, const char *path, char *const arguments[], int channel, int notes) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  char **environment = helper_environment();
  if (!environment) return ENOMEM;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) goto freed;
  error = posix_spawnattr_init(&attributes);
  if (error) goto actions_destroyed;
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
  if (!error) error = posix_spawn(child, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
actions_destroyed:
  posix_spawn_file_actions_destroy(&actions);
freed:
  free(environment[0]);
  free(environment);
  return error;
}

// Two descriptors as a message needs them. The byte is there because a message without data is not sent.
struct pair_message {
  char byte;
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))];
  struct iovec data;
  struct msghdr message;
};

static void prepare(struct pair_message *pair) {
  memset(pair, 0, sizeof *pair);
  pair->data = (struct iovec){.iov_base = &pair->byte, .iov_len = 1};
  pair->message = (struct msghdr){
      .msg_iov = &pair->data, .msg_iovlen = 1, .msg_control = pair->control, .msg_controllen = sizeof pair->control};
}

int vp_posix_send_descriptors(int socket, int first, int second) {
  struct pair_message pair;
  prepare(&pair);
  struct cmsghdr *header = CMSG_FIRSTHDR(&pair.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(2 * sizeof(int));
  const int descriptors[] = {first, second};
  memcpy(CMSG_DATA(header), descriptors, sizeof descriptors);
  ssize_t sent;
  do sent = sendmsg(socket, &pair.message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent == 1 ? 0 : errno;
}

int vp_posix_receive_descriptors(int socket, int *first, int *second) {
  struct pair_message pair;
  prepare(&pair);
  ssize_t received;
  do received = recvmsg(socket, &pair.message, MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  int descriptors[2];
  struct cmsghdr *header = CMSG_FIRSTHDR(&pair.message);
  if (received != 1 || !header || header->cmsg_type != SCM_RIGHTS || header->cmsg_len < CMSG_LEN(sizeof descriptors)) return -1;
  memcpy(descriptors, CMSG_DATA(header), sizeof descriptors);
  *first = descriptors[0];
  *second = descriptors[1];
  return 0;
}

pid_t vp_posix_fork_sibling(void) { return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL); }

int vp_posix_take_standard(int channel, int notes) {
  if (dup2(channel, 0) < 0 || dup2(channel, 1) < 0 || dup2(notes, 2) < 0) return -1;
  closefrom(3);
  return 0;
}
