/** Allocation sites, classes and waiting tasks of reports, as hotspots and as evidence to search by. */

import { categorize } from '../../match/categories.ts';
import { normalizeSymbol } from '../../match/symbols.ts';
import type { Measure } from '../../model/vocabulary.ts';
import type { Frame, HeapClass, Report, Site, SiteKind } from '../../reports/report.ts';

/** Heaviest places of a report with what they weigh; the last one stands for all others, so that the sum is the report's. */
export interface Hotspots {
  readonly kind: SiteKind | 'classes';
  readonly unit: string;
  readonly metric: Measure;
  readonly values: readonly { readonly label: string; readonly value: number }[];
}

const mostValues = 8;

/** The most telling list of a report: what leaked or is held, else the peak, else all that was allocated. */
export function hotspotsOf(report: Report): Hotspots | undefined {
  const kind = (['leaked', 'live', 'waiting', 'peak', 'allocated'] as const).find((wanted) =>
    report.sites.some((site) => site.kind === wanted && weightOf(site) !== undefined),
  );
  if (kind === undefined) return classSpots(report.classes);
  const sites = report.sites.filter((site) => site.kind === kind);
  const inBytes = sites.some(({ bytes }) => bytes !== undefined);
  const weights = sites.map((site) => ({
    label: siteLabel(site),
    value: (inBytes ? site.bytes : site.count) ?? 0,
  }));
  const values = heaviest(weights, 'sites');
  return values.length === 0
    ? undefined
    : { kind, values, ...siteMeasure(kind, inBytes, report.format) };
}

const weightOf = ({ bytes, count }: Site): number | undefined => bytes ?? count;

function classSpots(classes: readonly HeapClass[]): Hotspots | undefined {
  const inBytes = classes.some(({ bytes }) => bytes !== undefined);
  const weights = classes.map(({ name, bytes, count }) => ({
    label: name,
    value: (inBytes ? bytes : count) ?? 0,
  }));
  const values = heaviest(weights, 'classes');
  if (values.length === 0) return undefined;
  return inBytes
    ? { kind: 'classes', values, metric: 'heap', unit: 'B' }
    : { kind: 'classes', values, metric: 'objects', unit: 'objects' };
}

function siteMeasure(
  kind: SiteKind,
  inBytes: boolean,
  format: string,
): { readonly metric: Measure; readonly unit: string } {
  if (kind === 'waiting')
    return format.startsWith('jvm')
      ? { metric: 'threads', unit: 'threads' }
      : { metric: 'goroutines', unit: 'goroutines' };
  if (!inBytes)
    return kind === 'live'
      ? { metric: 'objects', unit: 'objects' }
      : { metric: 'allocation-calls', unit: 'calls' };
  if (format === 'jvm-native-memory') return { metric: 'off-heap', unit: 'B' };
  if (kind === 'peak') return { metric: 'peak-heap', unit: 'B' };
  return { metric: kind === 'allocated' ? 'allocated-total' : 'heap', unit: 'B' };
}

interface Weight {
  readonly label: string;
  readonly value: number;
}

/** Equal labels are added up. Empty if nothing weighs anything. */
function heaviest(weights: readonly Weight[], noun: string): Weight[] {
  const sums = new Map<string, number>();
  for (const { label, value } of weights) sums.set(label, (sums.get(label) ?? 0) + value);
  const sorted = [...sums]
    .map(([label, value]) => ({ label, value }))
    .filter(({ value }) => value !== 0)
    .toSorted((a, b) => b.value - a.value);
  if (sorted.length <= mostValues) return sorted;
  const others = sorted.slice(mostValues - 1);
  const rest = others.reduce((sum, { value }) => sum + value, 0);
  return [
    ...sorted.slice(0, mostValues - 1),
    { label: `${others.length} other ${noun}`, value: rest },
  ];
}

/** The function that tells most: the innermost that is not the allocator, and for a library's own malloc who called it. */
function siteLabel({ frames }: Site): string {
  const ranked = frames.map((frame) => ({ frame, category: categoryOfFrame(frame) }));
  const inner = ranked.find(({ category }) => category !== 'allocator') ?? ranked[0];
  if (!inner) return 'unknown';
  const caller =
    inner.category === 'app'
      ? undefined
      : ranked.slice(ranked.indexOf(inner) + 1).find(({ category }) => category === 'app');
  const name = shortName(inner.frame);
  return caller ? `${name} from ${shortName(caller.frame)}` : name;
}

// An address names nothing: it is another in the next build.
const categoryOfFrame = ({ name }: Frame) =>
  /^(?:0x)?[\da-f]{6,16}$/i.test(name) ? 'allocator' : categorize(normalizeSymbol(name));

const shortName = ({ name }: Frame): string =>
  name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;

const longestName = 100;

/** Lines of a report that a search can use, with the line each stands in. */
export interface Signature {
  readonly frames: readonly SignatureLine[];
  readonly notable: readonly SignatureLine[];
}

export interface SignatureLine {
  readonly text: string;
  readonly at?: number;
}

const mostStacks = 4;
const mostFrames = 12;
const mostNotable = 8;
const longestLine = 300;

/** The heaviest stacks, innermost frame first, without what stands in every stack; the heaviest classes; the messages. */
export function signatureLines({ sites, classes, messages }: Report): Signature {
  const stacks = sites.slice(0, mostStacks).map(({ frames }) => frames.filter(tells));
  const named = stacks.flatMap((frames) => frames.slice(0, mostFrames));
  const telling = classes.filter(({ name }) => categorize(normalizeSymbol(name)) === 'app');
  return {
    frames: lines(
      [...named, ...telling.slice(0, mostNotable)].map(({ name, at }) => ({
        text: name,
        ...(at !== undefined && { at }),
      })),
    ),
    notable: lines(messages).slice(0, mostNotable),
  };
}

/** Neither allocator nor the beginning of every thread, and a name at all. */
function tells(frame: Frame): boolean {
  const category = categoryOfFrame(frame);
  return category !== 'allocator' && category !== 'entry';
}

/** Each once, one line long; what is too long to compare is left out. */
function lines(all: readonly SignatureLine[]): SignatureLine[] {
  const texts = new Set<string>();
  return all.flatMap(({ text: given, ...place }) => {
    const text = oneLine(given);
    if (text === '' || text.length > longestLine || texts.has(text)) return [];
    texts.add(text);
    return [{ text, ...place }];
  });
}

/** Text on one line, without control characters. */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
