/** No name is longer, and none takes more steps to read: back references may fan out. */
export const longestName = 4096;

/** Nesting beyond this is damage. */
const deepest = 100;

/** The name is cut off, or is no mangled name. */
export class Damaged extends Error {}

/** A cursor over a mangled name. Its methods throw `Damaged` where the name does not hold what they read. */
export function createCursor(text: string) {
  let at = 0;
  let steps = 0;
  const next = () => {
    const char = text[at];
    if (char === undefined) throw new Damaged();
    at += 1;
    return char;
  };
  return {
    peek: () => text[at] ?? '',
    next,
    place: () => at,
    isAt: (wanted: string) => text.startsWith(wanted, at),
    moveTo: (place: number) => {
      at = place;
    },
    eat(wanted: string): boolean {
      if (!text.startsWith(wanted, at)) return false;
      at += wanted.length;
      return true;
    },
    number(): number {
      if (this.eat('0')) return 0;
      let digits = '';
      while (/\d/.test(text[at] ?? '') && digits.length < 5) digits += next();
      if (digits === '') throw new Damaged();
      return Number(digits);
    },
    take(length: number): string {
      if (at + length > text.length) throw new Damaged();
      at += length;
      return text.slice(at - length, at);
    },
    /** One step of a parser, so many brackets deep: both have a bound. */
    step(depth: number): void {
      steps += 1;
      if (depth > deepest || steps > longestName) throw new Damaged();
    },
    /** `_` is 0, `0_` is 1, `10_` is 63. */
    base62(): number {
      let digits = '';
      while (!this.eat('_')) digits += next();
      if (digits === '') return 0;
      let value = 0;
      for (const digit of digits) value = value * 62 + base62Digits.indexOf(digit);
      return value + 1;
    },
  };
}

export type Cursor = ReturnType<typeof createCursor>;

const base62Digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
