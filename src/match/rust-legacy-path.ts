import { createCursor } from './mangled-cursor.ts';

/**
 * Rust's legacy scheme, the whole symbol: `_ZN4leak6gossip6Sender4send17hacf0fcba942838cdE` is
 * `leak::gossip::Sender::send`. Throws `Damaged`.
 */
export function legacyRustPath(symbol: string): string {
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
