#ifndef CPREPCAGE_H
#define CPREPCAGE_H

#include <stdint.h>

/// Shuts the calling process in, for good, before it reads what a stranger wrote. Afterwards it can read files, compute, and
/// write to the descriptors 1 and 2. It cannot open anything for writing, use the network, start or signal another process, map
/// code, or gain privileges. Every other system call fails with EPERM, so that a library that tries one continues or gives up.
/// Returns 0, or an errno value.
/// Exists because libseccomp's rules are variadic and its comparisons are macros.
int vp_cage_enter(void);

/// The address space that the process has now, in bytes; 0 when it cannot be determined.
uint64_t vp_cage_address_space(void);

/// Limits what the next piece of work may take: address space in bytes (0: no limit), and seconds of processor and of wall time
/// (0: no limit). When the work takes more, allocations fail, or SIGXCPU or SIGALRM kills the process.
/// Returns 0, or an errno value. Exists because the rlimit constants are macros over an enumeration.
int vp_cage_limit(uint64_t address_space, unsigned seconds);

/// Whether `bytes` can be allocated at this moment. Exists because an allocation that fails ends a Swift program.
int vp_cage_has_room(uint64_t bytes);

#endif
