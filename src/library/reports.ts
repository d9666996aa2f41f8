/**
 * `heaplore/reports`: reads the output of memory profilers, sanitizers, runtimes and kernels into one type, `Report`.
 * All sizes are in bytes and all times in seconds, whatever the tool prints; line numbers count from 1.
 */

import { binaryFormats, textFormats } from '../reports/formats.ts';

export { maxTextBytes, readReports, readText, type ReadReports } from '../reports/read-report.ts';
export {
  facts,
  ReportError,
  type Fact,
  type FactKey,
  type Frame,
  type HeapClass,
  type Line,
  type Message,
  type Report,
  type Series,
  type Site,
  type SiteKind,
  type Warning,
} from '../reports/report.ts';

/** A format that can be read. `id` is what `Report.format` holds, `label` its name for people. */
export interface Format {
  readonly id: string;
  readonly label: string;
}

/** Every format that can be read. */
export const formats: readonly Format[] = [...textFormats, ...binaryFormats].map(
  ({ id, label }) => ({ id, label }),
);
