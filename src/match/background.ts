/** Terms that healthy programs show, taken from the samples in tests/reports. */
export const background: ReadonlySet<string> = new Set<string>();

/** Counts as this many further incidents. */
export const backgroundSize = 10;
