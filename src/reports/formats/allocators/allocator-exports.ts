import type { Warning } from '../../report.ts';

// Exported functions that allocate nothing. A stripped library has no other names, so every address in it is given to the
// export before it.
const exported =
  /^(?:je_|tc_|mi_)?(?:malloc_usable_size|malloc_size|malloc_stats_print|mallctl(?:nametomib|bymib)?|mallopt|mallinfo2?|malloc_stats|malloc_message|sallocx|xallocx|nallocx|free|cfree|sdallocx|dallocx|free_sized)(?:@@?[\w.]+)?$/;

/** Whether a function is named as the place of an allocation although it allocates nothing. */
export const isAllocatorExport = (name: string | undefined): boolean =>
  name !== undefined && exported.test(name);

export const misnamedSites: Warning = {
  code: 'no-symbols',
  text: 'The heaviest place is a function of the allocator that allocates nothing: the library has no symbols, and its addresses got the name next to them. Install its debug symbols (libjemalloc2-dbgsym, or build with -g) and run the command again.',
};
