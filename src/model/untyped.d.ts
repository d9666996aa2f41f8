declare module 'mvncmp' {
  /** Below, at or above zero as the first version is older than, the same as or newer than the second. */
  export function compare(version: string, other: string): number;
}
