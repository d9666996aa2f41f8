import { categorize } from '../../match/categories.ts';
import { normalizeSymbol } from '../../match/symbols.ts';
import { placeholderIn, termOfFormat } from '../../model/vocabulary.ts';
import type { Frame, Report } from '../../reports/report.ts';
import type { EvidenceInput, ReportFile } from './addition.ts';
import { categorizeFrame } from './hotspot-charts.ts';
import { describeRecording, redact, toOneLine, type ImportState } from './import-state.ts';

/** What can be searched for, by tool. The state after the fix is no evidence of the fault. */
export function buildEvidence(file: ReportFile, state: ImportState): EvidenceInput[] {
  if (file.role === 'after') return [];
  const { tools } = state.options.vocabulary;
  const findTool = ({ format }: Report) => termOfFormat(tools, format)?.id ?? placeholderIn(tools);
  return [...Map.groupBy(file.read.reports, findTool)].flatMap(([tool, reports]) => {
    const signatures = reports.map(readSignature);
    const texts = (part: 'frames' | 'notable', most: number) => [
      ...new Set(
        signatures
          .flatMap((signature) => signature[part])
          .slice(0, most)
          .map(({ text, at }) => redact(text, file, state, at)),
      ),
    ];
    const frames = texts('frames', 32);
    const notable = texts('notable', 12);
    if (frames.length === 0 && notable.length === 0) return [];
    return [
      {
        tool,
        source: state.options.source,
        ...(frames.length > 0 && { frames }),
        ...(notable.length > 0 && { notable }),
        recorded: [describeRecording(file, reports, state)],
      },
    ];
  });
}

/** Lines of a report that a search can use, each with its line number. */
interface Signature {
  readonly frames: readonly SignatureLine[];
  readonly notable: readonly SignatureLine[];
}

interface SignatureLine {
  readonly text: string;
  readonly at?: number;
}

const maxStacks = 4;
const maxFrames = 12;
const maxNotable = 8;
const maxLineLength = 300;

/** The heaviest stacks, innermost frame first, without the frames that every stack has; the heaviest classes; the messages. */
function readSignature({ sites, classes, messages }: Report): Signature {
  const stacks = sites.slice(0, maxStacks).map(({ frames }) => frames.filter(isTelling));
  const named = stacks.flatMap((frames) => frames.slice(0, maxFrames));
  const telling = classes.filter(({ name }) => categorize(normalizeSymbol(name)) === 'app');
  return {
    frames: lines(
      [...named, ...telling.slice(0, maxNotable)].map(({ name, at }) => ({
        text: name,
        ...(at !== undefined && { at }),
      })),
    ),
    notable: lines(messages).slice(0, maxNotable),
  };
}

/** Neither allocator nor the beginning of every thread, and a name at all. */
function isTelling(frame: Frame): boolean {
  const category = categorizeFrame(frame);
  return category !== 'allocator' && category !== 'entry';
}

/** Each once, one line long; what is too long to compare is left out. */
function lines(all: readonly SignatureLine[]): SignatureLine[] {
  const texts = new Set<string>();
  return all.flatMap(({ text: given, ...place }) => {
    const text = toOneLine(given);
    if (text === '' || text.length > maxLineLength || texts.has(text)) return [];
    texts.add(text);
    return [{ text, ...place }];
  });
}
