/** Limit for the letters of a name and for the steps taken to read it: back references can fan out exponentially. */
export const maxLength = 4096;

/** Names that are nested deeper are taken for damaged. */
const maxDepth = 100;

/** The name is cut off or is not a mangled name. */
export class DamagedName extends Error {}

/** Reads a mangled name letter by letter. Its methods throw `DamagedName` if the name does not hold what they look for. */
export function createCursor(text: string) {
  let at = 0;
  let steps = 0;
  const next = () => {
    const char = text[at];
    if (char === undefined) throw new DamagedName();
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
      if (digits === '') throw new DamagedName();
      return Number(digits);
    },
    take(length: number): string {
      if (at + length > text.length) throw new DamagedName();
      at += length;
      return text.slice(at - length, at);
    },
    /** Counts one step of a parser that is `depth` levels deep. Throws beyond either limit. */
    step(depth: number): void {
      steps += 1;
      if (depth > maxDepth || steps > maxLength) throw new DamagedName();
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
