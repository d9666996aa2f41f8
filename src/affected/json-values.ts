/** Parts of JSON, YAML and TOML whose shape nobody has checked: what is of another kind counts as empty. */

export const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

export const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
