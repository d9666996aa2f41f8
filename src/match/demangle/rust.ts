import { createCursor, DamagedName, type Cursor } from './cursor.ts';

/**
 * Rust's v0 scheme (RFC 2603), the text after `_R`. Types that are not paths get a word of their own: `[u8]` is `slice`.
 * Throws `DamagedName`.
 */
export function demangleRustV0(text: string): string {
  const cursor = createCursor(text);
  // A version number may follow `_R`; only version 0, which is not written, exists so far.
  if (/\d/.test(cursor.peek())) throw new DamagedName();
  return path(cursor, 0);
}

function path(cursor: Cursor, depth: number): string {
  cursor.step(depth);
  const kind = cursor.next();
  if (kind === 'C') return identifier(cursor);
  if (kind === 'M') {
    implPath(cursor, depth);
    return type(cursor, depth + 1);
  }
  if (kind === 'X' || kind === 'Y') {
    if (kind === 'X') implPath(cursor, depth);
    const self = type(cursor, depth + 1);
    const trait = path(cursor, depth + 1);
    return isBlanket(self) ? trait : self;
  }
  if (kind === 'N') {
    const space = cursor.next();
    const outer = path(cursor, depth + 1);
    const name = identifier(cursor);
    return /[A-Z]/.test(space) || name === '' ? outer : `${outer}::${name}`;
  }
  if (kind === 'I') {
    const generic = path(cursor, depth + 1);
    while (!cursor.eat('E')) genericArgument(cursor, depth + 1);
    return generic;
  }
  if (kind === 'B') return readBackReference(cursor, () => path(cursor, depth + 1));
  throw new DamagedName();
}

function readBackReference(cursor: Cursor, read: () => string): string {
  const target = cursor.base62();
  const back = cursor.place();
  if (target >= back) throw new DamagedName();
  cursor.moveTo(target);
  const found = read();
  cursor.moveTo(back);
  return found;
}

function identifier(cursor: Cursor): string {
  if (cursor.eat('s')) cursor.base62();
  const isPunycode = cursor.eat('u');
  const length = cursor.number();
  cursor.eat('_');
  const name = cursor.take(length);
  return isPunycode ? `punycode{${name}}` : name;
}

function implPath(cursor: Cursor, depth: number): void {
  if (cursor.eat('s')) cursor.base62();
  path(cursor, depth + 1);
}

function genericArgument(cursor: Cursor, depth: number): void {
  if (cursor.eat('L')) cursor.base62();
  else if (cursor.eat('K')) constant(cursor, depth);
  else type(cursor, depth);
}

function type(cursor: Cursor, depth: number): string {
  cursor.step(depth);
  const kind = cursor.peek();
  const basic = basicTypes[kind];
  if (basic !== undefined) {
    cursor.next();
    return basic;
  }
  if (/[CMXYNI]/.test(kind)) return path(cursor, depth);
  cursor.next();
  if (kind === 'B') return readBackReference(cursor, () => type(cursor, depth + 1));
  if (kind === 'R' || kind === 'Q') {
    if (cursor.eat('L')) cursor.base62();
    return type(cursor, depth + 1);
  }
  if (kind === 'P' || kind === 'O') return type(cursor, depth + 1);
  if (kind === 'S' || kind === 'A') {
    type(cursor, depth + 1);
    if (kind === 'A') constant(cursor, depth + 1);
    return kind === 'S' ? 'slice' : 'array';
  }
  if (kind === 'T') {
    while (!cursor.eat('E')) type(cursor, depth + 1);
    return 'tuple';
  }
  if (kind === 'F') return functionType(cursor, depth + 1);
  if (kind === 'D') return dynType(cursor, depth + 1);
  throw new DamagedName();
}

function functionType(cursor: Cursor, depth: number): string {
  if (cursor.eat('G')) cursor.base62();
  cursor.eat('U');
  if (cursor.eat('K') && !cursor.eat('C')) identifier(cursor);
  while (!cursor.eat('E')) type(cursor, depth);
  type(cursor, depth);
  return 'fn';
}

function dynType(cursor: Cursor, depth: number): string {
  if (cursor.eat('G')) cursor.base62();
  let first: string | undefined;
  while (!cursor.eat('E')) {
    const trait = path(cursor, depth);
    first ??= trait;
    while (cursor.eat('p')) {
      identifier(cursor);
      type(cursor, depth);
    }
  }
  if (cursor.eat('L')) cursor.base62();
  return first ?? 'dyn';
}

function constant(cursor: Cursor, depth: number): void {
  cursor.step(depth);
  if (cursor.eat('p')) return;
  if (cursor.eat('B')) {
    cursor.base62();
    return;
  }
  if (!(cursor.next() in basicTypes)) throw new DamagedName();
  cursor.eat('n');
  while (!cursor.eat('_')) if (!/[0-9a-f]/.test(cursor.next())) throw new DamagedName();
}

/** Whether a type is a type parameter or built in, so that `<T as core::fmt::Debug>::fmt` is better named after its trait. */
export const isBlanket = (type: string): boolean => /^(?:_|[A-Z]|slice|array|tuple|fn)$/.test(type);

const basicTypes: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: 'tuple',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

/**
 * Rust's legacy scheme, the whole symbol: `_ZN4leak6gossip6Sender4send17hacf0fcba942838cdE` is
 * `leak::gossip::Sender::send`. Throws `DamagedName`.
 */
export function demangleRustLegacy(symbol: string): string {
  const cursor = createCursor(symbol.slice('_ZN'.length));
  const parts: string[] = [];
  while (!cursor.eat('E')) parts.push(cursor.take(cursor.number()));
  return parts
    .slice(0, -1)
    .map((part) =>
      part
        .replace(/^_(?=\$)/, '')
        .replaceAll(/\$(\w{1,3})\$/g, (whole, code: string) => legacyEscapes[code] ?? whole)
        .replaceAll(/\$u([0-9a-f]{1,4})\$/g, (_, code: string) =>
          String.fromCodePoint(Number.parseInt(code, 16)),
        )
        .replaceAll('..', '::'),
    )
    .join('::');
}

const legacyEscapes: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
  u20: ' ',
  u7b: '{',
  u7d: '}',
  u5b: '[',
  u5d: ']',
  u7e: '~',
  u27: "'",
  u22: '"',
  u2b: '+',
  u3b: ';',
};
