import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseMoment, type Moment } from '../../text/clock.ts';
import { createProcessReading, type ProcessReading } from '../processes/process-series.ts';
import type { Line, TextFormat } from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

/**
 * `docker stats` and the same of podman and nerdctl: the table, streamed or with --no-stream, rows of a --format that has name and
 * memory, and JSON lines. KiB, MiB and GiB are powers of 1024; kB, MB and GB are powers of 1000.
 */
export const dockerStats: TextFormat = {
  id: 'docker-stats',
  label: 'docker stats',
  prefilter:
    /\bMEM USAGE ?\/ ?LIMIT\b|"MemUsage" ?:|\b\d+(?:\.\d+)? ?[kKMGT]?i?B ?\/ ?\d+(?:\.\d+)? ?[kKMGT]?i?B\b/,
  read: (lines) =>
    groupBlocks(lines, classify).flatMap((block) => {
      const readings = readRows(block);
      // One line "name 1GiB / 2GiB" may be from any tool, so a time, a heading or a second line is required.
      const isCertain =
        block.length > 1 || block.some(({ text }) => !brief.test(text) || table.test(text));
      return readings.length === 0 || !isCertain
        ? []
        : [createProcessReading('docker-stats', block, readings, 'memory')];
    }),
};

// CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O           BLOCK I/O     PIDS
// 88f32688b78c   ollama    0.00%     2.575GiB / 15.58GiB   16.52%    1.92GB / 16.2MB   0B / 1.89GB   40
// {"Container":"nginx","CPUPerc":"0.03%","MemUsage":"2.352MiB / 982.5MiB","Name":"nginx"}
const heading = /\bMEM USAGE ?\/ ?LIMIT\b/;
const size = String.raw`(\d+(?:\.\d+)?) ?([kKMGT]?i?B)`;
const memory = new RegExp(String.raw`${size} ?/ ?${size}`);
const table = new RegExp(
  String.raw`^\s*(\S.{0,160}?)\s+(?:\d+(?:\.\d+)?%|--)\s+${memory.source}\s+(?:\d+(?:\.\d+)?%|--)`,
);
const brief = new RegExp(
  String.raw`^\s*(\S.{0,100}?)[\s:,|]+(?:\d+(?:\.\d+)?%[\s:,|]+)?${memory.source}(?:[\s:,|]+\d+(?:\.\d+)?%)?\s*$`,
);
const stopped = /^\s*\S+\s+\S+\s+--\s+-- \/ --(?:\s|$)/;
const json = /^\s*'?\{.*"MemUsage" ?: ?"([^"]*)"/;

function classify(text: string): LineRole {
  if (heading.test(text) || json.test(text) || table.test(text)) return 'part';
  if (stopped.test(text)) return 'inside';
  if (parseMoment(text.trim())) return 'ahead';
  return tableRow(text) ? 'part' : undefined;
}

function readRows(block: readonly Line[]): readonly ProcessReading[] {
  let moment: Moment | undefined;
  return block.flatMap(({ text, number: at }) => {
    const alone = parseMoment(text.trim());
    if (alone) moment = alone;
    const row = json.test(text) ? jsonRow(text) : tableRow(text);
    const [, used, usedUnit = '', limit, limitUnit = ''] = memory.exec(row?.usage ?? '') ?? [];
    const rss = parseBytes(used, usedUnit, 1000);
    if (!row || rss === undefined) return [];
    return [
      {
        id: row.id,
        name: row.name,
        rss,
        limit: parseBytes(limit, limitUnit, 1000) || undefined,
        moment: row.moment ?? moment,
        at,
      },
    ];
  });
}

interface ContainerRow {
  readonly id: string;
  readonly name: string;
  readonly usage: string;
  readonly moment?: Moment | undefined;
}

function jsonRow(text: string): ContainerRow | undefined {
  const field = (name: string) =>
    new RegExp(`"${name}" ?: ?"([^"]*)"`).exec(text)?.[1] || undefined;
  const id = field('ID') ?? field('Container') ?? field('Name') ?? 'container';
  return { id, name: field('Name') ?? id, usage: field('MemUsage') ?? '' };
}

/** Reads what precedes the memory: id, name or both, and the time where a loop printed it. */
function tableRow(text: string): ContainerRow | undefined {
  const isBrief = !table.test(text);
  const [whole, front = ''] = (isBrief ? brief : table).exec(text) ?? [];
  if (whole === undefined) return undefined;
  const words = front.split(/\s+/);
  const count =
    [5, 4, 3, 2, 1].find(
      (length) => length <= words.length && parseMoment(words.slice(0, length).join(' ')),
    ) ?? 0;
  if (words.length - count > (isBrief ? 1 : 2)) return undefined;
  const [id = 'container', name = id] = words.slice(count);
  return {
    id,
    name,
    moment: parseMoment(words.slice(0, count).join(' ')),
    usage: whole.slice(whole.indexOf(front) + front.length),
  };
}
