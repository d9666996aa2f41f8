import { normalizeAddress, type References } from './references.ts';

/**
 * `/find/references/<part>.json`: a part of /references.json. Pages load the part in which an address is; all together
 * would be megabytes where there are thousands of incidents.
 */
export interface ReferencePart extends Pick<References, 'references'> {
  /** How many parts there are. */
  readonly parts: number;
}

/** Addresses in a part: about 100 kB. */
const perPart = 1000;

/** All parts; there is one at least. */
export function referenceParts({ references }: References): readonly ReferencePart[] {
  const entries = Object.entries(references);
  const parts = Math.max(1, Math.ceil(entries.length / perPart));
  const byPart = Map.groupBy(entries, ([address]) => partOf(address, parts));
  return Array.from({ length: parts }, (_, part) => ({
    parts,
    references: Object.fromEntries(byPart.get(part) ?? []),
  }));
}

/** Loads the part in which an address is, spelled as a reader may. Only the first part says how many there are. */
export async function partWith(
  address: string,
  load: (part: number) => Promise<ReferencePart>,
): Promise<ReferencePart> {
  const first = await load(0);
  const part = partOf(normalizeAddress(address) ?? '', first.parts);
  return part === 0 ? first : load(part);
}

/**
 * The part of a normalized address. Whatever one question may ask for is in one part: the issues and pull requests of a
 * repository, and its commits, which go by the first digits of their hash too.
 */
function partOf(address: string, parts: number): number {
  const [, , host = '', owner = '', name = ''] = address.split('/');
  let hash = 0;
  for (const letter of `${host}/${owner}/${name}`)
    hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 0xff_ff_ff;
  return hash % parts;
}
