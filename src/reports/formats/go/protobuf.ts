/** One field of a Protocol Buffers message. */
export interface Field {
  readonly number: number;
  /** A varint or fixed-size number, signed and exact up to 2^53; or the bytes of a string, message or packed list. */
  readonly value: number | Uint8Array;
}

/** The bytes are not a Protocol Buffers message, or the message is incomplete. */
export class WireError extends Error {
  override name = 'WireError';
}

/** The fields of a message, in the order written. Throws WireError at the first invalid byte. */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const tag = readVarint(cursor);
    const number = Math.floor(tag / 8);
    if (number < 1) throw new WireError('field number 0');
    yield { number, value: readValue(cursor, tag % 8) };
  }
}

/** The numbers in one occurrence of a repeated field: one, or all of them where the field is packed. */
export function readNumbers({ value }: Field): number[] {
  if (typeof value === 'number') return [value];
  const numbers: number[] = [];
  const cursor = { bytes: value, at: 0 };
  while (cursor.at < value.length) numbers.push(readVarint(cursor));
  return numbers;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readValue(cursor: Cursor, wireType: number): number | Uint8Array {
  switch (wireType) {
    case 0:
      return readVarint(cursor);
    case 1:
      return skip(cursor, 8);
    case 2:
      return skip(cursor, readVarint(cursor));
    case 5:
      return skip(cursor, 4);
    default:
      throw new WireError(`wire type ${wireType}`);
  }
}

function skip(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.at + length;
  if (length < 0 || end > cursor.bytes.length) throw new WireError('cut in a field');
  const part = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return part;
}

/** Decodes a varint: seven bits per byte, lowest first, at most ten bytes. Ten bytes are a negative number in two's complement. */
function readVarint(cursor: Cursor): number {
  let value = 0;
  // Summed separately, because subtracting 2^64 from the value would lose its last digits.
  let complement = 0;
  let factor = 1;
  for (let length = 1; length <= 10; length += 1) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined) throw new WireError('cut in a number');
    cursor.at += 1;
    if (length === 10) return -(complement + 1);
    value += (byte & 0x7f) * factor;
    complement += (~byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  throw new WireError('number longer than ten bytes');
}
