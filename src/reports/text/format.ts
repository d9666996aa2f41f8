/** Numbers and sizes as text for people. */

/** Formats a number with narrow spaces between thousands. Decimals are limited so that about `digits` digits are significant. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return 'unknown';
  const whole = Math.trunc(Math.abs(value)).toString();
  const decimals = whole === '0' ? digits : Math.max(0, digits - whole.length);
  const format = numberFormats[Math.min(decimals, 6)] ?? numberFormats[0];
  return (format?.format(value) ?? String(value)).replaceAll(',', '\u202f');
}

// Created once, because creating a format is slow and charts format thousands of numbers.
const numberFormats = Array.from(
  { length: 7 },
  (_, digits) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }),
);

const decimalSteps = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const binarySteps = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** 38940000 becomes `38.94 MB`, or `37.14 MiB` with binary units. */
export function formatBytes(
  bytes: number,
  system: 'decimal' | 'binary' = 'decimal',
  digits = 4,
): string {
  const base = system === 'binary' ? 1024 : 1000;
  const steps = system === 'binary' ? binarySteps : decimalSteps;
  let step = 0;
  let value = bytes;
  while (Math.abs(value) >= base && step < steps.length - 1) {
    value /= base;
    step += 1;
  }
  return `${formatNumber(value, digits)}\u00a0${steps[step] ?? 'B'}`;
}
