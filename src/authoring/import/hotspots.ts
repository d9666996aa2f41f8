import { formatLabel } from '../../reports/formats.ts';
import type { MeasurementInput, ReportFile } from './addition.ts';
import { unused } from './series.ts';
import { hotspotsOf } from './sites.ts';
import { clean, recordedOf, type Work } from './work.ts';

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
export function hotspotMeasurements(file: ReportFile, work: Work): MeasurementInput[] {
  return [...Map.groupBy(file.read.reports, ({ format }) => format).values()].flatMap((reports) => {
    const found = reports
      .flatMap((report) => {
        const spots = hotspotsOf(report);
        return spots ? [{ report, spots, sum: sumOf(spots.values) }] : [];
      })
      .toSorted((a, b) => b.sum - a.sum);
    const [heaviest] = found;
    if (!heaviest) return [];
    const { report, spots } = heaviest;
    if (found.length > 1)
      work.left.push(
        `${file.name}: it holds ${found.length} reports of ${formatLabel(report.format)}; the sites are those of the heaviest.`,
      );
    const words = spotWords[spots.kind];
    const after = file.role === 'after';
    const id = unused(after ? `${words.id}-after` : words.id, work.used);
    work.tags.push({
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
        source: work.options.source,
        recorded: [recordedOf(file, [report], work)],
        values: spots.values.map(({ label, value }) => ({
          label: clean(label, file, work),
          value,
          role: file.role,
        })),
      },
    ];
  });
}

const sumOf = (values: readonly { readonly value: number }[]): number =>
  values.reduce((sum, { value }) => sum + value, 0);
