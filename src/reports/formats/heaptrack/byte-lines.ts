/**
 * Reads a large text line by line without decoding all of it. A line is a letter for its kind, then fields separated by spaces:
 * hexadecimal numbers without prefix, or text.
 */
export interface ByteLines {
  /** Moves to the next line; false at the end. */
  next(): boolean;
  /** First byte of the line; 0 if the line is empty. */
  mode(): number;
  /** The next field as a number; -1 if there is none or it is not a number. */
  hex(): number;
  /** The rest of the line as text. */
  rest(): string;
}

const newline = 0x0a;
const space = 0x20;
const carriageReturn = 0x0d;

export function createByteLines(bytes: Uint8Array): ByteLines {
  const decoder = new TextDecoder();
  let start = 0;
  let end = -1;
  let position = 0;

  return {
    next() {
      start = end + 1;
      if (start >= bytes.length) return false;
      end = bytes.indexOf(newline, start);
      if (end < 0) end = bytes.length;
      position = start + 2;
      return true;
    },
    mode: () => (start < end ? (bytes[start] ?? 0) : 0),
    hex() {
      if (position >= end) return -1;
      let value = 0;
      for (; position < end; position += 1) {
        const byte = bytes[position] ?? 0;
        if (byte === space || byte === carriageReturn) break;
        const digit = parseDigit(byte);
        if (digit < 0) return -1;
        value = value * 16 + digit;
      }
      position += 1;
      return Number.isSafeInteger(value) ? value : Number.MAX_SAFE_INTEGER;
    },
    rest() {
      const last = bytes[end - 1] === carriageReturn ? end - 1 : end;
      return position < last ? decoder.decode(bytes.subarray(position, last)) : '';
    },
  };
}

function parseDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}
