import {
  byWeight,
  createReading,
  type Fact,
  type HeapClass,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { maxSites } from '../../text/sites.ts';

const id = 'python-objects';

/**
 * Tables of live Python objects by type, from guppy's heapy, pympler (summaries and differences) and objgraph.
 *
 *     Partition of a set of 48477 objects. Total size = 3265516 bytes.
 *          0  25773  53  1612820  49   1612820  49 str
 *                             dict |           4 |      1.13 KB
 *     tuple                    2953      +100
 */
export const pythonObjects: TextFormat = {
  id,
  label: 'Python objects by type',
  prefilter:
    /^[ \t]{0,20}(?:Partition of a set of \d|types \| {1,12}# objects \|)|\| {1,20}-?\d{1,15} \| {1,20}-?[\d.]{1,20}(?: {1,8}[KMGT]?B)?[ \t]*$|^[ \t]{0,20}[\w.]{1,200} {1,200}\d{1,15}(?: {1,20}\+\d{1,15})?[ \t]*$|^[ \t]{0,20}\d{1,6} {1,12}\d{1,15} {1,6}\d{1,3} {1,15}\d{1,18} {1,6}\d{1,3} /m,
  read: (lines): Reading[] =>
    [
      ...groupSections(lines, classifyHeapy, 2).map(readHeapy),
      ...groupSections(lines, classifyPympler, 2).map(readPympler),
      ...groupSections(lines, classifyObjgraph, 0).map(readObjgraph),
    ].filter((reading) => reading !== undefined),
};

const summary = (code = 'summary-only') => ({
  code,
  text: "This counts objects by type, not what refers to them. Use objgraph.show_backrefs() or heapy's .byrcs to find the referrers.",
});

// Partition of a set of 48477 objects. Total size = 3265516 bytes.
const partition =
  /^\s*Partition of a set of (\d{1,15}) objects?\. Total size = (\d{1,18}) bytes\.\s*$/;
const heapyRow =
  /^\s*\d{1,6} {1,12}(\d{1,15}) {1,6}\d{1,3} {1,15}(\d{1,18}) {1,6}\d{1,3} {1,15}\d{1,18} {1,6}\d{1,3} (\S.*)$/;
const heapyInner = /^\s*(?:Index +Count +% +Size +% +Cumulative +% .*|<\d+ more rows\..*)$/;

const classifyHeapy = (text: string): SectionRole =>
  partition.test(text)
    ? 'start'
    : heapyRow.test(text)
      ? 'part'
      : heapyInner.test(text)
        ? 'inside'
        : undefined;

function readHeapy(section: readonly Line[]): Reading | undefined {
  const facts: Fact[] = [];
  const classes: HeapClass[] = [];
  for (const { text, number: at } of section) {
    const [, objects, total = ''] = partition.exec(text) ?? [];
    if (objects !== undefined)
      facts.push(
        ...optionalFact('objects', parseCount(objects), at),
        ...optionalFact('live-heap', parseCount(total), at),
      );
    const [, count = '', size = '', name] = heapyRow.exec(text) ?? [];
    if (name !== undefined)
      classes.push({
        name: name.trim(),
        bytes: parseCount(size) ?? 0,
        count: parseCount(count) ?? 0,
        at,
      });
  }
  return toReading(section, classes, facts);
}

const pymplerRow =
  /^\s*([^\s|][^|]*?) {1,20}\| {1,20}(-?\d{1,15}) \| {1,20}(-?[\d.]{1,20})(?: {1,8}([KMGT]?B))?\s*$/;
const pymplerInner = /^\s*(?:types \| +# objects \| +total size|=+ \| =+ \| =+)\s*$/;

const classifyPympler = (text: string): SectionRole =>
  /^\s*types \| /.test(text) && pymplerInner.test(text)
    ? 'start'
    : text.length < 1000 && pymplerRow.test(text)
      ? 'part'
      : pymplerInner.test(text)
        ? 'inside'
        : undefined;

function readPympler(section: readonly Line[]): Reading | undefined {
  const classes = section.flatMap(({ text, number: at }): HeapClass[] => {
    const [, name, count = '', size = '', unit = 'B'] = pymplerRow.exec(text) ?? [];
    const bytes = Math.max(0, parseBytes(size, unit) ?? 0);
    return name === undefined
      ? []
      : [{ name, bytes, count: Math.max(0, parseCount(count) ?? 0), at }];
  });
  return toReading(section, classes, []);
}

const growth = /^\s*([A-Za-z_][\w.]{0,200}) {1,200}(\d{1,15}) {1,20}\+(\d{1,15})\s*$/;
const common = /^\s*([A-Za-z_][\w.]{0,200}) {1,200}(\d{1,15})\s*$/;
// Types of which every Python heap has many. Without one of them, rows of a word and a number are of some other table.
const pythonTypes =
  /^\s*(?:function|dict|tuple|list|weakref|cell|set|frozenset|code|type|module|property|wrapper_descriptor|builtin_function_or_method|method_descriptor|method-wrapper|getset_descriptor|member_descriptor|ModuleSpec|ReferenceType|SourceFileLoader|ABCMeta|instancemethod|classmethod|staticmethod) /;

const classifyObjgraph = (text: string): SectionRole =>
  text.length < 500 && (growth.test(text) || common.test(text)) ? 'part' : undefined;

function readObjgraph(section: readonly Line[]): Reading | undefined {
  const known = section.filter(({ text }) => pythonTypes.test(text)).length;
  if (section.length < 3 || known < Math.min(2, section.length)) return undefined;
  const classes = section.flatMap(({ text, number: at }): HeapClass[] => {
    const [, name, held = '', more] = growth.exec(text) ?? common.exec(text) ?? [];
    return name === undefined ? [] : [{ name, count: parseCount(more ?? held) ?? 0, at }];
  });
  return toReading(section, classes, []);
}

const toReading = (
  section: readonly Line[],
  classes: readonly HeapClass[],
  facts: readonly Fact[],
): Reading | undefined =>
  classes.length + facts.length === 0
    ? undefined
    : createReading(id, section, {
        classes: classes.toSorted(byWeight).slice(0, maxSites),
        facts,
        warnings: [summary()],
      });
