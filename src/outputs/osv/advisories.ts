import type { PostmortemData } from '../../model/schema.ts';

/** Names of advisories as their databases write them. */
const advisoryName =
  /\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[a-z0-9]{4}){3}|PYSEC-\d{4}-\d+|RUSTSEC-\d{4}-\d{4}|GO-\d{4}-\d{4,})\b/gi;

/** Where a title or summary names the advisory of the incident itself, it stands alone in brackets. */
const inBrackets = /\(([^()]+)\)/g;

/**
 * Advisories that describe this incident, and others that it mentions. One describes it if the title or summary names it
 * in brackets, or if its page is among the addresses that should lead here.
 */
export function findAdvisories({
  title,
  summary,
  references = [],
  sources,
}: Pick<PostmortemData, 'title' | 'summary' | 'references' | 'sources'>): {
  readonly aliases: readonly string[];
  readonly related: readonly string[];
} {
  const bracketed = [title, summary].flatMap((text) =>
    [...text.matchAll(inBrackets)].map(([, inner = '']) => inner),
  );
  const own = unique([
    ...bracketed
      .filter((inner) => inner.replaceAll(advisoryName, '').replaceAll(/[\s,;]|and/g, '') === '')
      .flatMap(namesIn),
    ...references.flatMap(namesIn),
  ]);
  const mentioned = [title, summary, ...sources.flatMap((source) => [source.title, source.url])];
  return {
    aliases: own,
    related: unique(mentioned.flatMap(namesIn)).filter((name) => !own.includes(name)),
  };
}

const namesIn = (text: string): string[] =>
  [...text.matchAll(advisoryName)].map(([name]) => spell(name));

/** The four-letter groups of GitHub's names are in lower case, everything else in capitals. */
const spell = (name: string): string =>
  /^ghsa/i.test(name) ? `GHSA${name.slice(4).toLowerCase()}` : name.toUpperCase();

const unique = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
