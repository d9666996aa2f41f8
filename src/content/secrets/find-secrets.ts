/**
 * What must not stand in a public page: names of people and machines, addresses, keys. Found by pattern, so a find is a
 * reason to look, and text without a find is no proof. Pure and linear in the text, so the composer uses it too.
 */

import { patterns, type SecretKind } from './patterns.ts';

export interface Secret {
  readonly kind: SecretKind;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** Offset in the text. */
  readonly start: number;
  /** As written. */
  readonly found: string;
  /** What may stand in its place. Nothing is found in it, and a path or an address keeps its form. */
  readonly placeholder: string;
}

/**
 * All secrets of a text, in its order, none inside another. The patterns look at the middle of what they find: words that
 * only introduce it (`password=`) stay.
 */
export function findSecrets(text: string): Secret[] {
  const taken: Secret[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern.pattern)) {
      const found = match.groups?.['it'] ?? match[0];
      const start = match.index + match[0].lastIndexOf(found);
      const end = start + found.length;
      if (taken.some((other) => start < other.start + other.found.length && end > other.start))
        continue;
      const lineStart = text.lastIndexOf('\n', start - 1) + 1;
      const before = text.slice(Math.max(lineStart, start - longestContext), start);
      const after = text.slice(end, end + 20);
      if (pattern.isFalsePositive?.(found, { before, after })) continue;
      const { kind, placeholder } = pattern;
      taken.push({ kind, line: 0, column: start - lineStart + 1, start, found, placeholder });
    }
  }
  return numbered(text, taken);
}

const longestContext = 200;

/** The text with every secret replaced, and what was replaced. */
export function replaceSecrets(text: string): { text: string; secrets: readonly Secret[] } {
  const secrets = findSecrets(text);
  let clean = '';
  let at = 0;
  for (const { start, found, placeholder } of secrets) {
    clean += text.slice(at, start) + placeholder;
    at = start + found.length;
  }
  return { text: clean + text.slice(at), secrets };
}

/** `e-mail address "jane@corp.example"`; of keys, tokens and passwords only the first characters. */
export const formatSecret = ({ kind, found }: Pick<Secret, 'kind' | 'found'>): string =>
  `${kind} "${hidden.has(kind) ? `${found.slice(0, 4)}…` : found}"`;

const hidden: ReadonlySet<SecretKind> = new Set(['private key', 'token', 'password']);

function numbered(text: string, secrets: readonly Secret[]): Secret[] {
  let line = 1;
  let at = 0;
  return secrets
    .toSorted((a, b) => a.start - b.start)
    .map((secret) => {
      for (let next = text.indexOf('\n', at); next !== -1 && next < secret.start;) {
        line += 1;
        at = next + 1;
        next = text.indexOf('\n', at);
      }
      return { ...secret, line };
    });
}
