import type { Block } from '../model/blocks.ts';
import type { Postmortem } from '../model/content.ts';
import { heldMetrics, type Vocabulary } from '../model/vocabulary.ts';
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
  const readings = measurements.filter(({ metric }) => held.has(metric));
  const best = [
    ...measurements.filter((measurement) => leakLineIn(measurement, tables, vocabulary)),
    ...changes.filter(({ comparable }) => comparable),
    ...readings.filter((reading) => 'lines' in reading && reading.lines.some(isBefore)),
    ...readings.filter(({ kind }) => kind === 'comparison'),
    ...changes,
  ];
  const shown = chartsShown(body.blocks);
  return best.find(({ id }) => shown.includes(id))?.id ?? shown[0];
}

const isBefore = ({ role }: { readonly role: string }): boolean => role === 'before';

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
