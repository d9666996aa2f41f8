/**
 * The path in a mangled name: crate, modules, types and function, without generics, arguments and hashes. Reads Rust's v0
 * (RFC 2603) and legacy schemes and the names of the Itanium C++ ABI, which GCC and Clang use.
 *
 * Undefined for what is not mangled, is damaged, or is no function (`_ZTV…`), and for names over 4 KB. A local name is told
 * by the function it stands in. Back references that fan out are given up after as many steps as a name may have letters.
 */
export function demanglePath(name: string): string | undefined {
  if (name.length > longestName) return undefined;
  const symbol = name.replace(/^_(?=_[RZ])/, '');
  try {
    if (/^_R[A-Z\d]/.test(symbol)) return rustPath(symbol.slice(2).replace(/[.$].*$/, ''));
    if (/^_ZN.*17h[0-9a-f]{16}E/.test(symbol)) return legacyRustPath(symbol);
    if (symbol.startsWith('_Z')) return itaniumPath(symbol.slice(2));
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
  }
  return undefined;
}

const longestName = 4096;

class Damaged extends Error {}

/** Nesting beyond this is damage. */
const deepest = 100;

/** A cursor over a mangled name. */
function createCursor(text: string) {
  let at = 0;
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

type Cursor = ReturnType<typeof createCursor>;

const base62Digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Rust v0, after `_R`. Types that are no paths get a word of their own: `[u8]` is `slice`. */
function rustPath(text: string): string {
  const cursor = createCursor(text);
  let steps = 0;

  const path = (depth: number): string => {
    steps += 1;
    if (depth > deepest || steps > longestName) throw new Damaged();
    const kind = cursor.next();
    if (kind === 'C') return identifier();
    if (kind === 'M') {
      implPath(depth);
      return type(depth + 1);
    }
    if (kind === 'X' || kind === 'Y') {
      if (kind === 'X') implPath(depth);
      const self = type(depth + 1);
      const trait = path(depth + 1);
      return isBlanket(self) ? trait : self;
    }
    if (kind === 'N') {
      const space = cursor.next();
      const outer = path(depth + 1);
      const name = identifier();
      return /[A-Z]/.test(space) || name === '' ? outer : `${outer}::${name}`;
    }
    if (kind === 'I') {
      const generic = path(depth + 1);
      while (!cursor.eat('E')) genericArgument(depth + 1);
      return generic;
    }
    if (kind === 'B') return followed(() => path(depth + 1));
    throw new Damaged();
  };

  const followed = (read: () => string): string => {
    const target = cursor.base62();
    const back = cursor.place();
    if (target >= back) throw new Damaged();
    cursor.moveTo(target);
    const found = read();
    cursor.moveTo(back);
    return found;
  };

  const identifier = (): string => {
    if (cursor.eat('s')) cursor.base62();
    const isPunycode = cursor.eat('u');
    const length = cursor.number();
    cursor.eat('_');
    const name = cursor.take(length);
    return isPunycode ? `punycode{${name}}` : name;
  };

  const implPath = (depth: number): void => {
    if (cursor.eat('s')) cursor.base62();
    path(depth + 1);
  };

  const genericArgument = (depth: number): void => {
    if (cursor.eat('L')) cursor.base62();
    else if (cursor.eat('K')) constant(depth);
    else type(depth);
  };

  const type = (depth: number): string => {
    steps += 1;
    if (depth > deepest || steps > longestName) throw new Damaged();
    const kind = cursor.peek();
    const basic = basicTypes[kind];
    if (basic !== undefined) {
      cursor.next();
      return basic;
    }
    if (/[CMXYNI]/.test(kind)) return path(depth);
    cursor.next();
    if (kind === 'B') return followed(() => type(depth + 1));
    if (kind === 'R' || kind === 'Q') {
      if (cursor.eat('L')) cursor.base62();
      return type(depth + 1);
    }
    if (kind === 'P' || kind === 'O') return type(depth + 1);
    if (kind === 'S' || kind === 'A') {
      type(depth + 1);
      if (kind === 'A') constant(depth + 1);
      return kind === 'S' ? 'slice' : 'array';
    }
    if (kind === 'T') {
      while (!cursor.eat('E')) type(depth + 1);
      return 'tuple';
    }
    if (kind === 'F') return functionType(depth + 1);
    if (kind === 'D') return dynType(depth + 1);
    throw new Damaged();
  };

  const functionType = (depth: number): string => {
    if (cursor.eat('G')) cursor.base62();
    cursor.eat('U');
    if (cursor.eat('K') && !cursor.eat('C')) identifier();
    while (!cursor.eat('E')) type(depth);
    type(depth);
    return 'fn';
  };

  const dynType = (depth: number): string => {
    if (cursor.eat('G')) cursor.base62();
    let first: string | undefined;
    while (!cursor.eat('E')) {
      const trait = path(depth);
      first ??= trait;
      while (cursor.eat('p')) {
        identifier();
        type(depth);
      }
    }
    if (cursor.eat('L')) cursor.base62();
    return first ?? 'dyn';
  };

  const constant = (depth: number): void => {
    if (depth > deepest) throw new Damaged();
    if (cursor.eat('p')) return;
    if (cursor.eat('B')) {
      cursor.base62();
      return;
    }
    if (!(cursor.next() in basicTypes)) throw new Damaged();
    cursor.eat('n');
    while (!cursor.eat('_')) if (!/[0-9a-f]/.test(cursor.next())) throw new Damaged();
  };

  // A version of the scheme may follow `_R`; there is none so far but the unwritten 0.
  if (/\d/.test(cursor.peek())) throw new Damaged();
  return path(0);
}

/** A type parameter, or any type: `<T as core::fmt::Debug>::fmt` says more by its trait. */
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

/** `_ZN4leak6gossip6Sender4send17hacf0fcba942838cdE` is `leak::gossip::Sender::send`. */
function legacyRustPath(symbol: string): string {
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

/** A C++ name after `_Z`: nested, in std, or plain; template arguments are skipped and what follows the name is not read. */
function itaniumPath(text: string): string | undefined {
  const cursor = createCursor(text);
  // A local name `Z <function> E <name in it>` is told by its function.
  while (cursor.eat('Z'));
  if (/^(?:T|GV|GR|GT)/.test(text)) return undefined;
  const parts = cursor.eat('N') ? nestedName(cursor) : plainName(cursor);
  return parts.length === 0 ? undefined : parts.join('::');
}

function nestedName(cursor: Cursor): string[] {
  while (/[rVKRO]/.test(cursor.peek())) cursor.next();
  const parts: string[] = [];
  while (!cursor.eat('E')) {
    if (cursor.eat('I')) skipTemplateArguments(cursor);
    else if (cursor.peek() === 'S') parts.push(...standardName(cursor));
    else parts.push(...unqualifiedName(cursor, parts.at(-1)));
  }
  return parts;
}

function plainName(cursor: Cursor): string[] {
  if (cursor.peek() === 'S') {
    const std = standardName(cursor);
    return std[0] === 'std' && std.length === 1
      ? [...std, ...unqualifiedName(cursor, undefined)]
      : std;
  }
  return unqualifiedName(cursor, undefined);
}

function unqualifiedName(cursor: Cursor, outer: string | undefined): string[] {
  cursor.eat('L');
  const kind = cursor.peek();
  if (/\d/.test(kind)) {
    const name = cursor.take(cursor.number());
    skipTags(cursor);
    return name.startsWith('_GLOBAL__N') ? [] : [name];
  }
  if (kind === 'C' || kind === 'D') {
    cursor.next();
    if (!/[0-5]/.test(cursor.next())) throw new Damaged();
    skipTags(cursor);
    return outer === undefined ? [] : [kind === 'C' ? outer : `~${outer}`];
  }
  if (cursor.eat('Ul')) {
    while (!cursor.eat('E')) skipType(cursor);
    while (!cursor.eat('_')) cursor.next();
    return [];
  }
  const operator = operators[cursor.take(2)];
  if (operator === undefined) throw new Damaged();
  skipTags(cursor);
  return [`operator${operator}`];
}

function skipTags(cursor: Cursor): void {
  while (cursor.eat('B')) cursor.take(cursor.number());
}

const operators: Readonly<Record<string, string>> = {
  nw: ' new',
  na: ' new[]',
  dl: ' delete',
  da: ' delete[]',
  cl: '()',
  ix: '[]',
  aS: '=',
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  ls: '<<',
  rs: '>>',
  pl: '+',
  pL: '+=',
  mi: '-',
  mI: '-=',
  pp: '++',
  mm: '--',
  pt: '->',
  de: '*',
  nt: '!',
};

function standardName(cursor: Cursor): string[] {
  cursor.next();
  const kind = cursor.next();
  const name = standardNames[kind];
  if (name === undefined) throw new Damaged();
  return name;
}

const standardNames: Readonly<Record<string, string[]>> = {
  t: ['std'],
  a: ['std', 'allocator'],
  b: ['std', 'basic_string'],
  s: ['std', 'string'],
  i: ['std', 'istream'],
  o: ['std', 'ostream'],
  d: ['std', 'iostream'],
};

/** After `I` or `J`, up to and with its `E`. */
function skipTemplateArguments(cursor: Cursor): void {
  while (!cursor.eat('E')) skipType(cursor);
}

/** A type, or one of the letters that stand before a type. */
function skipType(cursor: Cursor): void {
  const kind = cursor.peek();
  if (/\d/.test(kind)) {
    cursor.take(cursor.number());
    return;
  }
  cursor.next();
  if (kind === 'I' || kind === 'J') skipTemplateArguments(cursor);
  else if (kind === 'N') skipNested(cursor);
  else if (kind === 'F') while (!cursor.eat('E')) skipType(cursor);
  else if (kind === 'L') skipLiteral(cursor);
  else if (kind === 'A') {
    cursor.number();
    if (!cursor.eat('_')) throw new Damaged();
  } else if (kind === 'S' || kind === 'T') {
    if (/[tabsiod]/.test(cursor.peek()) && kind === 'S') cursor.next();
    else while (!cursor.eat('_')) if (!/[0-9A-Z]/.test(cursor.next())) throw new Damaged();
  } else if (kind === 'D') {
    // Dt and DT hold an expression, which is not read.
    if (!/[pnaihsudfe]/.test(cursor.next())) throw new Damaged();
  } else if (kind === 'U') {
    if (!cursor.eat('l')) throw new Damaged();
    while (!cursor.eat('E')) skipType(cursor);
    while (!cursor.eat('_')) cursor.next();
  } else if (kind === 'Z') {
    skipType(cursor);
    while (!cursor.eat('E')) skipType(cursor);
  } else if (!/[a-zPROKVCGM]/.test(kind)) throw new Damaged();
}

function skipNested(cursor: Cursor): void {
  while (!cursor.eat('E')) skipType(cursor);
}

/** `Lb1E`, `LN9__gnu_cxx12_Lock_policyE2E`. */
function skipLiteral(cursor: Cursor): void {
  if (cursor.isAt('_')) throw new Damaged();
  skipType(cursor);
  while (!cursor.eat('E')) if (!/[\dn]/.test(cursor.next())) throw new Damaged();
}
