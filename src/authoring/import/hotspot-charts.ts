import { categorize } from '../../match/categories.ts';
import { normalizeSymbol } from '../../match/symbols.ts';
import type { Measure } from '../../model/vocabulary.ts';
import { formatLabel } from '../../reports/formats.ts';
import type { Frame, HeapClass, Report, Site, SiteKind } from '../../reports/report.ts';
import type { MeasurementInput, ReportFile } from './addition.ts';
import { reserveName } from './series-tables.ts';
import { redact, describeRecording, type ImportState } from './import-state.ts';

const spotWords = {
  leaked: { id: 'leaked-sites', label: 'Leaked, by allocation site' },
  live: { id: 'live-sites', label: 'Held, by allocation site' },
  peak: { id: 'peak-sites', label: 'Held at the peak, by allocation site' },
  allocated: { id: 'allocation-sites', label: 'Allocated, freed or not, by allocation site' },
  waiting: { id: 'waiting-tasks', label: 'Tasks that have not ended, by where they wait' },
  victim: { id: 'failed-sites', label: 'Where memory ran out' },
  classes: { id: 'classes', label: 'Held, by class' },
} as const;

/** One list for each format in a file. Several reports of one format are states of one program, and are not added up. */
export function buildHotspotCharts(file: ReportFile, state: ImportState): MeasurementInput[] {
  return [...Map.groupBy(file.read.reports, ({ format }) => format).values()].flatMap((reports) => {
    const found = reports
      .flatMap((report) => {
        const spots = findHotspots(report);
        return spots ? [{ report, spots, sum: sumValues(spots.values) }] : [];
      })
      .toSorted((a, b) => b.sum - a.sum);
    const [heaviest] = found;
    if (!heaviest) return [];
    const { report, spots } = heaviest;
    if (found.length > 1)
      state.omitted.push(
        `${file.name}: it contains ${found.length} reports of ${formatLabel(report.format)}; the sites are those of the heaviest.`,
      );
    const words = spotWords[spots.kind];
    const after = file.role === 'after';
    const id = reserveName(after ? `${words.id}-after` : words.id, state.used);
    state.tags.push({
      section: after ? 'Results' : 'Investigation',
      text: `<Hotspots of="${id}" />`,
    });
    return [
      {
        id,
        kind: 'hotspots' as const,
        label: `${words.label}${after ? ', after the fix' : ''}, by ${formatLabel(report.format)}`,
        metric: spots.metric,
        unit: spots.unit,
        provenance: 'measured' as const,
        source: state.options.source,
        recorded: [describeRecording(file, [report], state)],
        values: spots.values.map(({ label, value }) => ({
          label: redact(label, file, state),
          value,
          role: file.role,
        })),
      },
    ];
  });
}

const sumValues = (values: readonly { readonly value: number }[]): number =>
  values.reduce((sum, { value }) => sum + value, 0);

/** Heaviest call sites of a report with their values; the last one sums up all others, so that the total is the report's. */
interface Hotspots {
  readonly kind: SiteKind | 'classes';
  readonly unit: string;
  readonly metric: Measure;
  readonly values: readonly { readonly label: string; readonly value: number }[];
}

const maxValues = 8;

/** The most telling list of a report: what leaked or is held, else the peak, else all that was allocated. */
function findHotspots(report: Report): Hotspots | undefined {
  const kind = (['leaked', 'live', 'waiting', 'peak', 'allocated'] as const).find((wanted) =>
    report.sites.some((site) => site.kind === wanted && siteWeight(site) !== undefined),
  );
  if (kind === undefined) return findClassHotspots(report.classes);
  const sites = report.sites.filter((site) => site.kind === kind);
  const inBytes = sites.some(({ bytes }) => bytes !== undefined);
  const weights = sites.map((site) => ({
    label: siteLabel(site),
    value: (inBytes ? site.bytes : site.count) ?? 0,
  }));
  const values = keepHeaviest(weights, 'sites');
  return values.length === 0
    ? undefined
    : { kind, values, ...siteMeasure(kind, inBytes, report.format) };
}

const siteWeight = ({ bytes, count }: Site): number | undefined => bytes ?? count;

function findClassHotspots(classes: readonly HeapClass[]): Hotspots | undefined {
  const inBytes = classes.some(({ bytes }) => bytes !== undefined);
  const weights = classes.map(({ name, bytes, count }) => ({
    label: name,
    value: (inBytes ? bytes : count) ?? 0,
  }));
  const values = keepHeaviest(weights, 'classes');
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
function keepHeaviest(weights: readonly Weight[], noun: string): Weight[] {
  const sums = new Map<string, number>();
  for (const { label, value } of weights) sums.set(label, (sums.get(label) ?? 0) + value);
  const sorted = [...sums]
    .map(([label, value]) => ({ label, value }))
    .filter(({ value }) => value !== 0)
    .toSorted((a, b) => b.value - a.value);
  if (sorted.length <= maxValues) return sorted;
  const others = sorted.slice(maxValues - 1);
  const rest = others.reduce((sum, { value }) => sum + value, 0);
  return [
    ...sorted.slice(0, maxValues - 1),
    { label: `${others.length} other ${noun}`, value: rest },
  ];
}

/** The function that tells most: the innermost that is not the allocator, and for a library's own malloc who called it. */
function siteLabel({ frames }: Site): string {
  const ranked = frames.map((frame) => ({ frame, category: categorizeFrame(frame) }));
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
export const categorizeFrame = ({ name }: Frame) =>
  /^(?:0x)?[\da-f]{6,16}$/i.test(name) ? 'allocator' : categorize(normalizeSymbol(name));

const shortName = ({ name }: Frame): string =>
  name.length > maxNameLength ? `${name.slice(0, maxNameLength - 1)}…` : name;

const maxNameLength = 100;
