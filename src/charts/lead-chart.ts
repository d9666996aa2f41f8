import type { Block } from '../model/blocks.ts';
import type { Postmortem } from '../model/content.ts';
import type { Measurement } from '../model/schema.ts';
import { heldMetrics, type Vocabulary } from '../model/vocabulary.ts';
import type { ChartRole } from './chart-model.ts';
import { leakLineIn } from './leak-line.ts';

/**
 * Id of the chart that opens a page, among those its body shows: memory of what leaked over time; else what the fix changed of
 * the memory held, if it can be compared; else readings of that memory; else the first chart of the body. Within each, the
 * first in the frontmatter.
 */
export function leadChart(
  { data, tables, body }: Pick<Postmortem, 'data' | 'tables' | 'body'>,
  vocabulary: Pick<Vocabulary, 'metrics'>,
): string | undefined {
  const held = heldMetrics(vocabulary);
  const improvements = Array.isArray(data.improvement) ? data.improvement : [];
  const measurements = data.measurements ?? [];
  const changes = improvements.filter(({ metric }) => held.has(metric));
  const readings = measurements.filter(
    (measurement) => held.has(measurement.metric) && partsOf(measurement).some(isLeak),
  );
  const best = [
    ...measurements.filter((measurement) => leakLineIn(measurement, tables, vocabulary)),
    ...changes.filter(({ comparable }) => comparable),
    ...readings,
    ...changes,
  ];
  const shown = chartsShown(body.blocks);
  return best.find(({ id }) => shown.includes(id))?.id ?? shown[0];
}

/** The lines or the bars of a measurement; none of a profile, a limit or a baseline. */
function partsOf(measurement: Measurement): readonly { readonly role?: ChartRole | undefined }[] {
  if ('lines' in measurement) return measurement.lines;
  return measurement.kind === 'comparison' ? measurement.values : [];
}

const isLeak = ({ role }: { readonly role?: ChartRole | undefined }): boolean => role === 'before';

/** Ids of the charts that a body shows, in its order. */
export const chartsShown = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'html' || block.kind === 'source') return [];
    return block.kind === 'component' && chartComponents.has(block.name)
      ? [String(block.props.of ?? block.props.id)]
      : chartsShown(block.children);
  });

const chartComponents: ReadonlySet<string> = new Set([
  'MemoryChart',
  'BeforeAfter',
  'Hotspots',
  'Sketch',
]);
