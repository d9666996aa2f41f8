import { countRowsSpec } from './count-rows.ts';
import type { OutcomesDrawing, TalliesDrawing } from './index-drawing.ts';
import type { VegaLiteSpec } from './spec.ts';
import type { Frame } from './theme.ts';

/** `1 incident`, `20 incidents`. */
const incidents = (count: number): string => `${count} ${count === 1 ? 'incident' : 'incidents'}`;

/** Incidents per term, in the order given. */
export const talliesSpec = ({ rows }: TalliesDrawing, frame: Frame): VegaLiteSpec =>
  countRowsSpec(
    rows.map(({ label, path, count }) => ({
      label,
      path,
      value: String(count),
      name: `${label}: ${incidents(count)}`,
      parts: [{ count, look: 'full' }],
    })),
    frame,
  );

/** Incidents per tool, by what the tool did in them; the three numbers stand at the end in the order of the key. */
export const outcomesSpec = ({ rows }: OutcomesDrawing, frame: Frame): VegaLiteSpec =>
  countRowsSpec(
    rows.map(({ label, path, foundIt, helped, noHelp }) => ({
      label,
      path,
      value: [foundIt, helped, noHelp].join(' · '),
      name: `${label}: found it in ${foundIt}, helped in ${helped}, no help in ${noHelp}`,
      parts: [
        { count: foundIt, look: 'full' },
        { count: helped, look: 'half' },
        { count: noHelp, look: 'empty' },
      ],
    })),
    frame,
    [
      { look: 'full', label: 'found it ·' },
      { look: 'half', label: 'helped ·' },
      { look: 'empty', label: 'no help' },
    ],
  );
