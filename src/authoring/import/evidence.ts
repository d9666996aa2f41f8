import { placeholderIn, termOfFormat } from '../../model/vocabulary.ts';
import type { Report } from '../../reports/report.ts';
import type { EvidenceInput, ReportFile } from './addition.ts';
import { signatureLines } from './sites.ts';
import { clean, recordedOf, type Work } from './work.ts';

/** What can be searched for, by tool. The state after the fix is no evidence of the fault. */
export function evidenceOf(file: ReportFile, work: Work): EvidenceInput[] {
  if (file.role === 'after') return [];
  const { tools } = work.options.vocabulary;
  const toolOf = ({ format }: Report) => termOfFormat(tools, format)?.id ?? placeholderIn(tools);
  return [...Map.groupBy(file.read.reports, toolOf)].flatMap(([tool, reports]) => {
    const signatures = reports.map(signatureLines);
    const texts = (part: 'frames' | 'notable', most: number) => [
      ...new Set(
        signatures
          .flatMap((signature) => signature[part])
          .slice(0, most)
          .map(({ text, at }) => clean(text, file, work, at)),
      ),
    ];
    const frames = texts('frames', 32);
    const notable = texts('notable', 12);
    if (frames.length === 0 && notable.length === 0) return [];
    return [
      {
        tool,
        source: work.options.source,
        ...(frames.length > 0 && { frames }),
        ...(notable.length > 0 && { notable }),
        recorded: [recordedOf(file, reports, work)],
      },
    ];
  });
}
