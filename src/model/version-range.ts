/** Apart from the order of versions, whose libraries a page does not need to show a range. */

/** Affected from `introduced` on, until before `fixed`, or up to and with `last`, or for good. */
export interface VersionRange {
  /** `0` is before every version. */
  readonly introduced: string;
  readonly fixed?: string | undefined;
  readonly last?: string | undefined;
}

/** `3.10.0 to before 3.10.11`, as every page, command and file says it. */
export function formatRange({ introduced, fixed, last }: VersionRange): string {
  if (introduced === last) return `only ${introduced}`;
  if (introduced === '0') {
    if (fixed !== undefined) return `before ${fixed}`;
    return last === undefined ? 'all releases' : `up to ${last}`;
  }
  if (fixed !== undefined) return `${introduced} to before ${fixed}`;
  return last === undefined ? `${introduced} and later` : `${introduced} to ${last}`;
}
