import { createCursor, DamagedName, type Cursor } from './cursor.ts';

/**
 * The name in a symbol of the Itanium C++ ABI, the text after `_Z`: nested, in std, or plain. Template arguments are skipped
 * and parameter types are not read. Undefined for type information and other symbols that are not functions.
 */
export function demangleItanium(text: string): string | undefined {
  const cursor = createCursor(text);
  // A local name, `Z <function> E <name in it>`, is named after its function.
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
    if (!/[0-5]/.test(cursor.next())) throw new DamagedName();
    skipTags(cursor);
    return outer === undefined ? [] : [kind === 'C' ? outer : `~${outer}`];
  }
  if (cursor.eat('Ul')) {
    while (!cursor.eat('E')) skipType(cursor);
    while (!cursor.eat('_')) cursor.next();
    return [];
  }
  const operator = operators[cursor.take(2)];
  if (operator === undefined) throw new DamagedName();
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
  if (name === undefined) throw new DamagedName();
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

/** After `I` or `J`, up to and including its `E`. */
function skipTemplateArguments(cursor: Cursor): void {
  while (!cursor.eat('E')) skipType(cursor);
}

/** A type, or one of the letters that qualify a type. */
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
    if (!cursor.eat('_')) throw new DamagedName();
  } else if (kind === 'S' || kind === 'T') {
    if (/[tabsiod]/.test(cursor.peek()) && kind === 'S') cursor.next();
    else while (!cursor.eat('_')) if (!/[0-9A-Z]/.test(cursor.next())) throw new DamagedName();
  } else if (kind === 'D') {
    // Dt and DT hold an expression, which is not supported.
    if (!/[pnaihsudfe]/.test(cursor.next())) throw new DamagedName();
  } else if (kind === 'U') {
    if (!cursor.eat('l')) throw new DamagedName();
    while (!cursor.eat('E')) skipType(cursor);
    while (!cursor.eat('_')) cursor.next();
  } else if (kind === 'Z') {
    skipType(cursor);
    while (!cursor.eat('E')) skipType(cursor);
  } else if (!/[a-zPROKVCGM]/.test(kind)) throw new DamagedName();
}

function skipNested(cursor: Cursor): void {
  while (!cursor.eat('E')) skipType(cursor);
}

/** `Lb1E`, `LN9__gnu_cxx12_Lock_policyE2E`. */
function skipLiteral(cursor: Cursor): void {
  if (cursor.isAt('_')) throw new DamagedName();
  skipType(cursor);
  while (!cursor.eat('E')) if (!/[\dn]/.test(cursor.next())) throw new DamagedName();
}
