import { absolute, incidentName, incidentPath } from '../../model/addresses.ts';
import { affectedRanges, type Component } from '../../model/affected.ts';
import type { Block } from '../../model/blocks.ts';
import type { Postmortem } from '../../model/content.ts';
import { evidenceLevel } from '../../model/evidence-level.ts';
import { parsePackage } from '../../model/packages.ts';
import type { PostmortemData, Source } from '../../model/schema.ts';
import type { VersionRange } from '../../model/version-range.ts';
import type { Ecosystem } from '../../model/versions.ts';
import { renderAnswer } from '../answer-markdown.ts';
import { plain } from '../markdown-text.ts';
import { findAdvisories } from './advisories.ts';

/**
 * The ecosystems that OSV knows, and what it calls their ranges. `SEMVER` is for registries that refuse every other version;
 * the ranges of all others are in the order of the ecosystem. OSV recommends to list every affected version beside such
 * ranges, for readers that do not know the order. Postmortems do not hold the list of all releases, so it is left out.
 */
export const rangeTypes = {
  npm: 'SEMVER',
  Go: 'SEMVER',
  'crates.io': 'SEMVER',
  Hex: 'SEMVER',
  PyPI: 'ECOSYSTEM',
  Maven: 'ECOSYSTEM',
  NuGet: 'ECOSYSTEM',
  RubyGems: 'ECOSYSTEM',
  Packagist: 'ECOSYSTEM',
  Debian: 'ECOSYSTEM',
} as const satisfies Record<Exclude<Ecosystem, 'generic'>, 'SEMVER' | 'ECOSYSTEM'>;
export type OsvEcosystem = keyof typeof rangeTypes;
export const osvEcosystems = Object.keys(rangeTypes) as readonly OsvEcosystem[];

/** The version of the schema that entries are written for. https://ossf.github.io/osv-schema/ */
const schemaVersion = '1.7.5';

/** An incident in the OSV format. */
export interface OsvEntry {
  readonly schema_version: string;
  /** `x_MEM-42`: `x_` marks the ids of databases that the schema does not list. */
  readonly id: string;
  readonly modified: string;
  readonly published: string;
  readonly aliases?: readonly string[];
  readonly related?: readonly string[];
  readonly summary: string;
  /** CommonMark. */
  readonly details: string;
  readonly affected: readonly OsvAffected[];
  readonly references: readonly { readonly type: ReferenceType; readonly url: string }[];
  readonly database_specific: Readonly<Record<string, string>>;
}

interface OsvAffected {
  readonly package: {
    readonly ecosystem: OsvEcosystem;
    readonly name: string;
    readonly purl: string;
  };
  readonly ranges: readonly {
    readonly type: 'SEMVER' | 'ECOSYSTEM';
    readonly events: readonly Readonly<Record<string, string>>[];
  }[];
}

type ReferenceType = 'ADVISORY' | 'ARTICLE' | 'DISCUSSION' | 'FIX' | 'REPORT' | 'WEB';

/** Undefined for an incident without a package of such an ecosystem whose affected versions are known. */
export function buildOsvEntry({ data, body }: Postmortem): OsvEntry | undefined {
  const affected = data.component.flatMap((component) => buildAffected(component) ?? []);
  if (affected.length === 0) return undefined;
  const { aliases, related } = findAdvisories(data);
  return {
    schema_version: schemaVersion,
    id: `x_${incidentName(data.id)}`,
    modified: formatMoment(lastChanged(data)),
    published: formatMoment(data.reported),
    ...(aliases.length > 0 && { aliases }),
    ...(related.length > 0 && { related }),
    summary: data.title,
    details: renderDetails(data),
    affected,
    references: listReferences(data, sourcesOfFix(body.blocks)),
    database_specific: {
      name: incidentName(data.id),
      url: absolute(incidentPath(data.id)),
      cause: data.cause,
      evidenceLevel: evidenceLevel(data),
    },
  };
}

/** What happened, and what the page opens with: whether one has it, how to confirm it, what to do. */
const renderDetails = (data: PostmortemData): string =>
  [
    plain(data.summary),
    'A version in range leaks only in a program that does what triggers it.',
    ...renderAnswer(data),
    `More: [${incidentName(data.id)}](${absolute(incidentPath(data.id))})`,
  ].join('\n\n');

function buildAffected(component: Component): OsvAffected | undefined {
  const ranges = affectedRanges(component);
  const { package: purl } = component;
  const named = purl === undefined ? undefined : parsePackage(purl);
  if (purl === undefined || !named || named.ecosystem === 'generic' || ranges.length === 0)
    return undefined;
  const { ecosystem, name } = named;
  return {
    package: { ecosystem, name, purl },
    ranges: ranges.map((range) => ({ type: rangeTypes[ecosystem], events: listEvents(range) })),
  };
}

const listEvents = ({ introduced, fixed, last }: VersionRange) => [
  { introduced },
  ...(fixed === undefined ? [] : [{ fixed }]),
  ...(last === undefined ? [] : [{ last_affected: last }]),
];

/**
 * The last day that the content names: of a check, of the fix, of the report. The clock of the build would make an entry
 * newer that did not change, and two builds differ.
 */
const lastChanged = ({ reported, resolved = reported, verified = [] }: PostmortemData): string =>
  [reported, resolved, ...verified.map(({ date }) => date)].reduce((a, b) => (a > b ? a : b));

/** First moment of a date known to the day, the month or the year. */
const formatMoment = (date: string): string =>
  `${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`;

/** The page of the incident, then its sources. */
const listReferences = (data: PostmortemData, fixes: ReadonlySet<string>) => [
  { type: 'ADVISORY' as const, url: absolute(incidentPath(data.id)) },
  ...[
    ...new Map(data.sources.map((source) => [source.url, referenceType(source, data, fixes)])),
  ].map(([url, type]) => ({ type, url })),
];

/** A change is the fix if it was read as such, or if the section on the fix cites it; others led to the fault or away from it. */
function referenceType(
  { id, url, kind }: Source,
  { verified = [] }: PostmortemData,
  fixes: ReadonlySet<string>,
): ReferenceType {
  switch (kind) {
    case 'pull-request':
    case 'commit':
      return fixes.has(id) || verified.some(({ how, what }) => how === 'read-fix' && what === url)
        ? 'FIX'
        : 'WEB';
    case 'issue':
      return 'REPORT';
    case 'forum':
      return 'DISCUSSION';
    case 'advisory':
      return 'ADVISORY';
    case 'blog':
    case 'postmortem':
    case 'talk':
    case 'paper':
      return 'ARTICLE';
    case 'docs':
    case 'release-notes':
      return 'WEB';
    default:
      return kind satisfies never;
  }
}

/** Ids of the sources that the section `## Fix` cites. */
function sourcesOfFix(blocks: readonly Block[]): ReadonlySet<string> {
  const isSection = (block: Block) => block.kind === 'heading' && block.depth === 2;
  const start = blocks.findIndex(
    (block) => isSection(block) && block.kind === 'heading' && block.id === 'fix',
  );
  if (start === -1) return new Set();
  const length = blocks.slice(start + 1).findIndex(isSection);
  return new Set(sourcesIn(blocks.slice(start, length === -1 ? undefined : start + 1 + length)));
}

const sourcesIn = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'html') return [];
    return block.kind === 'source' ? [block.id] : sourcesIn(block.children);
  });
