import {
  byWeight,
  ReportError,
  createReport,
  type BinaryFormat,
  type HeapClass,
} from '../../report.ts';

const id = 'v8-heap-snapshot';
const maxClasses = 2000;

/**
 * A .heapsnapshot file: one JSON object. `nodes` is a flat list of numbers, a few for each node; `snapshot.meta.node_fields` says
 * what they are, and `strings` has the names. It is read from the bytes, because a snapshot may be larger than the maximum length
 * of a string. Edges are not read.
 */
export const v8HeapSnapshot: BinaryFormat = {
  id,
  label: 'V8 heap snapshot',
  recognizes: (bytes) => /^\s*\{\s*"snapshot"\s*:\s*\{/.test(decode(bytes, 0, 200)),
  read(bytes) {
    const meta = readMeta(bytes);
    const groups = readNodes(bytes, meta);
    const names = readStrings(bytes, new Set(groups.filter(isNamed).map(({ name }) => name)));
    const classes = merge(groups, names);
    const total = groups.reduce((sum, group) => sum + group.bytes, 0);
    const objects = groups.reduce((sum, group) => sum + group.count, 0);
    return createReport(id, {
      classes: classes.slice(0, maxClasses),
      facts: [
        { key: 'live-heap', value: total },
        { key: 'objects', value: objects },
      ],
      warnings: [
        {
          code: 'user-data',
          text: 'A heap snapshot contains all strings of the program, including passwords. Share this histogram instead of the file.',
        },
        {
          code: 'summary-only',
          text: 'These are the shallow sizes of objects by class. To see what keeps them alive, load the snapshot in DevTools (Memory, Load profile) and look at the retainers.',
        },
        ...(names === undefined
          ? [
              {
                code: 'truncated',
                text: 'The file is cut off, and class names are missing. Copy it again.',
              },
            ]
          : []),
        ...(classes.length > maxClasses
          ? [
              {
                code: 'truncated',
                text: `The snapshot has ${classes.length} classes; only the ${maxClasses} heaviest are kept.`,
              },
            ]
          : []),
      ],
    });
  },
};

interface Meta {
  readonly width: number;
  readonly type: number;
  readonly name: number;
  readonly size: number;
  /** Position of `detachedness` among the fields of a node; -1 in versions without it. */
  readonly detached: number;
  readonly types: readonly string[];
}

interface Group {
  readonly type: string;
  /** Index in `strings`. */
  readonly name: number;
  readonly detached: boolean;
  bytes: number;
  count: number;
}

const damaged = (what: string): ReportError =>
  new ReportError(
    `This looks like a V8 heap snapshot, but ${what}. Copy the file again, or write a new one with v8.writeHeapSnapshot().`,
  );

function readMeta(bytes: Uint8Array): Meta {
  const head = decode(bytes, 0, 65_536);
  const fields = listAfter(head, '"node_fields"');
  const types = listAfter(head, '"node_types"');
  const place = (field: string) => fields.indexOf(field);
  const [type, name, size] = [place('type'), place('name'), place('self_size')];
  if (type < 0 || name < 0 || size < 0 || types.length === 0)
    throw damaged('its description of nodes is missing');
  return { width: fields.length, type, name, size, detached: place('detachedness'), types };
}

/** The strings in the first innermost list after the key. */
function listAfter(text: string, key: string): string[] {
  const start = text.indexOf(key);
  const end = start < 0 ? -1 : text.indexOf(']', start);
  if (end < 0) return [];
  const open = text.lastIndexOf('[', end);
  return [...text.slice(open, end).matchAll(/"([^"]*)"/g)].map(([, word = '']) => word);
}

function readNodes(bytes: Uint8Array, meta: Meta): Group[] {
  const start = findEnd(bytes, '"nodes":', 0);
  if (start < 0) throw damaged('it ends before its nodes');
  const groups = new Map<string, Group>();
  const node = new Float64Array(meta.width);
  let field = 0;
  let value = 0;
  let inNumber = false;
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte >= 48 && byte <= 57) {
      value = value * 10 + byte - 48;
      inNumber = true;
      continue;
    }
    if (inNumber) {
      node[field] = Math.min(value, Number.MAX_SAFE_INTEGER);
      field += 1;
      if (field === meta.width) {
        add(groups, node, meta);
        field = 0;
      }
      value = 0;
      inNumber = false;
    }
    if (byte === 93) break;
  }
  return [...groups.values()];
}

function add(groups: Map<string, Group>, node: Float64Array, meta: Meta): void {
  const type = meta.types[node[meta.type] ?? -1] ?? 'unknown';
  const detached = meta.detached >= 0 && node[meta.detached] === 2;
  const named = namedTypes.has(type);
  const name = named ? (node[meta.name] ?? 0) : 0;
  const key = `${type} ${name} ${detached}`;
  const group = groups.get(key) ?? { type, name, detached, bytes: 0, count: 0 };
  group.bytes += node[meta.size] ?? 0;
  group.count += 1;
  groups.set(key, group);
}

// Names of other nodes are user data, such as strings and numbers, or not informative.
const namedTypes = new Set(['object', 'native', 'closure']);
const isNamed = ({ type }: Group): boolean => namedTypes.has(type);

/** The wanted strings by index; undefined if the file ends before them. */
function readStrings(
  bytes: Uint8Array,
  wanted: ReadonlySet<number>,
): Map<number, string> | undefined {
  const start = findEndAtLineStart(bytes, '"strings":');
  if (start < 0) return undefined;
  const strings = new Map<number, string>();
  let position = 0;
  let open = -1;
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (open < 0) {
      if (byte === 34) open = index;
      else if (byte === 93) break;
    } else if (byte === 92) index += 1;
    else if (byte === 34) {
      if (wanted.has(position)) strings.set(position, unquote(decode(bytes, open, index + 1)));
      position += 1;
      open = -1;
    }
  }
  return strings;
}

function unquote(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value.slice(0, 200) : '';
  } catch {
    // The string has a control character, which JSON does not allow. It is readable as it is.
    return text.slice(1, -1).slice(0, 200);
  }
}

/** The name under which DevTools groups a node: `Map`, `renderPage()` for a function, `(string)` for a node without a class. */
function merge(groups: readonly Group[], names: Map<number, string> | undefined): HeapClass[] {
  const classes = new Map<string, { name: string; bytes: number; count: number }>();
  for (const group of groups) {
    const name = className(group, names?.get(group.name) ?? '');
    const known = classes.get(name) ?? { name, bytes: 0, count: 0 };
    known.bytes += group.bytes;
    known.count += group.count;
    classes.set(name, known);
  }
  return [...classes.values()].toSorted(byWeight);
}

function className({ type, detached }: Group, name: string): string {
  if (!namedTypes.has(type) || name.trim() === '') return `(${type})`;
  if (type === 'closure') return `${name}()`;
  return detached && !name.startsWith('Detached ') ? `Detached ${name}` : name;
}

const decode = (bytes: Uint8Array, start: number, end: number): string =>
  new TextDecoder().decode(bytes.subarray(start, end));

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

/** Index after the first occurrence; -1 if there is none. */
function findEnd(bytes: Uint8Array, text: string, from: number): number {
  const wanted = ascii(text);
  for (
    let index = bytes.indexOf(wanted[0] ?? 0, from);
    index >= 0;
    index = bytes.indexOf(wanted[0] ?? 0, index + 1)
  )
    if (wanted.every((byte, offset) => bytes[index + offset] === byte))
      return index + wanted.length;
  return -1;
}

/** As endOf, at the start of a line only: a string of the program may contain the same words, but no line break. */
const findEndAtLineStart = (bytes: Uint8Array, text: string): number => {
  const atLineStart = findEnd(bytes, `\n${text}`, 0);
  return atLineStart < 0 ? findEnd(bytes, text, 0) : atLineStart;
};
