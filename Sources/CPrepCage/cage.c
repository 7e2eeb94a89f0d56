#define _GNU_SOURCE
#include "CPrepCage.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

static int allow(scmp_filter_ctx filter, const int *calls, size_t count) {
  for (size_t index = 0; index < count; index++) {
    // A system call that this processor does not have needs no rule.
    if (calls[index] == __NR_SCMP_ERROR) continue;
    int error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[index], 0);
    if (error) return error;
  }
  return 0;
}

static int add_rules(scmp_filter_ctx filter) {
  const int calls[] = {
      // Memory and time.
      SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
      SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(sysinfo), SCMP_SYS(getrusage),
      SCMP_SYS(setitimer), SCMP_SYS(alarm), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
      // Reading: fonts, character maps, configuration.
      SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat),
      SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs), SCMP_SYS(fstatfs),
      SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
      SCMP_SYS(getdents), SCMP_SYS(getdents64), SCMP_SYS(getcwd), SCMP_SYS(poll), SCMP_SYS(ppoll),
      // What the C library does for itself.
      SCMP_SYS(futex), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
      SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
      SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list),
      SCMP_SYS(rseq), SCMP_SYS(membarrier), SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
  };
  int error = allow(filter, calls, sizeof calls / sizeof calls[0]);

  const int writes[] = {SCMP_SYS(write), SCMP_SYS(writev)};
  for (size_t index = 0; !error && index < 2; index++) {
    for (int descriptor = 1; !error && descriptor <= 2; descriptor++) {
      error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, writes[index], 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)descriptor, 0));
    }
  }
  // Opening only for reading: none of the flags that write or create.
  const scmp_datum_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  if (!error) error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, writing, 0));
  if (!error && SCMP_SYS(open) != __NR_SCMP_ERROR) {
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, writing, 0));
  }
  // Memory that is not executable.
  if (!error) error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  if (!error) {
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  }
  // Flags of descriptors, the process's own limits, and its own end by abort().
  for (int command = F_GETFD; !error && command <= F_SETFL; command++) {
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)command, 0));
  }
  if (!error) error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0));
  if (!error) {
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
  }
  return error;
}

int vp_cage_enter(void) {
  // No core files of strangers' documents, and no file grows by more than a few sentences on descriptor 2.
  const struct rlimit none = {0, 0}, little = {1 << 16, 1 << 16};
  setrlimit(RLIMIT_CORE, &none);
  setrlimit(RLIMIT_FSIZE, &little);
  signal(SIGXFSZ, SIG_IGN);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (!filter) return ENOMEM;
  // The filter is for all threads, in case a library has started one.
  int error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
  if (!error) error = add_rules(filter);
  if (!error) error = seccomp_load(filter);
  seccomp_release(filter);
  return -error;
}

uint64_t vp_cage_address_space(void) {
  FILE *file = fopen("/proc/self/statm", "re");
  if (!file) return 0;
  unsigned long pages = 0;
  int found = fscanf(file, "%lu", &pages);
  fclose(file);
  return found == 1 ? (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

int vp_cage_limit(uint64_t address_space, unsigned seconds) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0) return errno;
  limit.rlim_cur = address_space ? address_space : limit.rlim_max;
  if (setrlimit(RLIMIT_AS, &limit) != 0) return errno;

  struct rusage used;
  if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0) return errno;
  const rlim_t spent = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1;
  limit.rlim_cur = seconds ? spent + seconds : limit.rlim_max;
  if (setrlimit(RLIMIT_CPU, &limit) != 0) return errno;

  // The limit is a second above the parent's patience: the parent, when it is alive, acts first.
  const struct itimerval timer = {.it_value = {.tv_sec = seconds ? (time_t)seconds + 1 : 0}};
  return setitimer(ITIMER_REAL, &timer, NULL) == 0 ? 0 : errno;
}

int vp_cage_has_room(uint64_t bytes) {
  void *trial = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (trial == MAP_FAILED) return 0;
  munmap(trial, bytes);
  return 1;
}
