import type { Frame, Line, Report, Site } from '../reports/report.ts';
import { findProcessComponents, type NameTable } from './libraries.ts';
import { isGeneric, wordPairs, parameterize } from './messages.ts';
import { categorize, categoryWeight, type FrameCategory } from './categories.ts';
import { normalizeSymbol } from './symbols.ts';
import { messageTerms, symbolTerms, inferLibraries } from './terms.ts';

/** One function, class or message of the input, as it is looked up in the index. Frames of the same function are merged. */
export interface QueryLine {
  readonly kind: 'frame' | 'class' | 'message' | 'process';
  /** As printed. */
  readonly text: string;
  readonly at?: number | undefined;
  readonly module?: string | undefined;
  readonly terms: readonly string[];
  /** Weight by bytes, distance from the allocation and category. The masses of a report's frames add up to at most 1. */
  readonly mass: number;
  /** Share of the report's bytes that it is part of, or of its blocks or tasks if bytes are not known. */
  readonly share?: number | undefined;
  readonly category: FrameCategory;
  /** The stacks that contain it, numbered over all reports, with their shares. A histogram counts as one stack. */
  readonly stacks: ReadonlyMap<number, number>;
  /** Whether it is a row of a flat list or a histogram, whose shares add up; the frames of a stack all have that of the stack. */
  readonly isRow: boolean;
}

/** The lines to look up for reports. Unrecognized lines are looked up as messages. */
export function buildQuery(
  reports: readonly Report[],
  unread: readonly Line[],
  names: NameTable,
): QueryLine[] {
  const lines: QueryLine[] = [];
  const analyze = createFrameCache(names);
  let stacks = 0;
  for (const report of reports) {
    stacks += 1;
    // Rows of single functions belong together like the frames of a stack.
    const isList = report.sites.every(({ frames }) => frames.length === 1);
    const sites = weightedSites(report.sites).map((site) => ({
      ...site,
      stack: isList ? stacks : (stacks += 1),
    }));
    lines.push(...normalizeMass(frameLines(sites, isList, analyze)));
    lines.push(...normalizeMass(classLines(report, stacks, names)));
    lines.push(...normalizeMass(report.messages.map((message) => messageLine(message, names))));
    lines.push(...processLines(report, names));
  }
  const told = new Set(reports.flatMap(({ messages }) => messages.map(({ at }) => at)));
  const rest = unread.filter(({ number }) => !told.has(number)).slice(0, maxUnreadLines);
  lines.push(...normalizeMass(rest.map((line) => unreadLine(line, names))).map(halveMass));
  return lines;
}

const maxUnreadLines = 400;
const maxSites = 300;
const maxFrames = 64;

interface WeightedSite {
  readonly frames: readonly Frame[];
  readonly share: number;
  readonly stack: number;
}

/** Leaked or live memory tells more than memory at the peak, and that more than the total ever allocated. */
const kindShare: Readonly<Record<Site['kind'], number>> = {
  leaked: 1,
  live: 1,
  peak: 0.7,
  waiting: 1,
  victim: 0.6,
  allocated: 0.4,
};

function weightedSites(sites: readonly Site[]): Omit<WeightedSite, 'stack'>[] {
  const taken = sites.slice(0, maxSites);
  const byBytes = taken.some(({ bytes = 0 }) => bytes > 0);
  const weight = ({ bytes, count }: Site) => (byBytes ? (bytes ?? 0) : (count ?? 1));
  const total = taken.reduce((sum, site) => sum + weight(site) * kindShare[site.kind], 0);
  return taken.map((site) => ({
    frames: site.frames,
    share: total === 0 ? 1 / taken.length : (weight(site) * kindShare[site.kind]) / total,
  }));
}

/** Minimum weight: a function that holds nothing itself still tells what was running, as in pprof's `-top` sorted by `cum`. */
const minShare = 0.02;

/** Weight of a frame as a multiple of that of the frame it called. */
const decayPerCall = 0.85;

/** A line whose shares are still being summed over the stacks. Mutable, because a function may be in thousands of stacks. */
type GrowingLine = Omit<QueryLine, 'at' | 'module' | 'mass' | 'share' | 'category' | 'stacks'> & {
  at: number | undefined;
  module: string | undefined;
  mass: number;
  share: number;
  category: FrameCategory;
  readonly stacks: Map<number, number>;
};

function frameLines(
  sites: readonly WeightedSite[],
  isList: boolean,
  analyze: (frame: Frame) => AnalyzedFrame,
): QueryLine[] {
  const bySymbol = new Map<string, GrowingLine>();
  for (const { frames, share, stack } of sites) {
    let distance = 0;
    const seen = new Set<string>();
    for (const { frame, symbol, category, terms } of inferLibraries(
      frames.slice(0, maxFrames).map(analyze),
    )) {
      const weight = categoryWeight[category];
      const mass = Math.sqrt(Math.max(share, minShare)) * decayPerCall ** distance * weight;
      if (category === 'app') distance += 1;
      // A recursive function occurs many times in one stack, but counts once.
      if (seen.has(symbol)) continue;
      seen.add(symbol);
      const line = bySymbol.get(symbol) ?? startLine(frame, terms, category, isList);
      bySymbol.set(symbol, line);
      line.at ??= frame.at;
      line.module ??= frame.module;
      line.mass += mass;
      line.share += share;
      line.category = category;
      line.stacks.set(stack, (line.stacks.get(stack) ?? 0) + share);
    }
  }
  return [...bySymbol.values()];
}

const startLine = (
  { name, at, module }: Frame,
  terms: readonly string[],
  category: FrameCategory,
  isRow: boolean,
): GrowingLine => ({
  kind: 'frame',
  text: name,
  at,
  module,
  terms,
  mass: 0,
  share: 0,
  category,
  stacks: new Map(),
  isRow,
});

interface AnalyzedFrame {
  readonly frame: Frame;
  readonly symbol: string;
  readonly category: FrameCategory;
  readonly terms: readonly string[];
}

/** Analyzes each frame once, however many stacks contain it. */
function createFrameCache(names: NameTable): (frame: Frame) => AnalyzedFrame {
  const known = new Map<string, Omit<AnalyzedFrame, 'frame'>>();
  return (frame) => {
    const { name, module, file } = frame;
    const key = JSON.stringify([name, module, file]);
    const parts = known.get(key) ?? analyzeFrame(frame, names);
    known.set(key, parts);
    return { frame, ...parts };
  };
}

function analyzeFrame(frame: Frame, names: NameTable): Omit<AnalyzedFrame, 'frame'> {
  const symbol = normalizeSymbol(frame.name);
  return {
    symbol,
    category: categorizeFrame(symbol, frame.module),
    terms: frameTerms(frame, names),
  };
}

/** A frame without a name still tells its library, so it counts as a wrapper. */
function categorizeFrame(symbol: string, module: string | undefined): FrameCategory {
  const isNameless = /^(?:0x[\da-f]+|\?+)$/i.test(symbol);
  return isNameless && module !== undefined ? 'wrapper' : categorize(symbol);
}

function frameTerms({ name, module, file }: Frame, names: NameTable): string[] {
  const terms = symbolTerms(name, names, module);
  const isScript = file !== undefined && /\.(?:py|rb|php|ex)$/.test(file);
  return isScript ? [...terms, ...symbolTerms(`${file}:1`, names)] : terms;
}

function classLines({ classes }: Report, stack: number, names: NameTable): QueryLine[] {
  const taken = classes.slice(0, maxSites);
  const total = taken.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return taken.map(({ name, bytes = 0, at }) => {
    const category = categorize(normalizeSymbol(name));
    const share = total === 0 ? undefined : bytes / total;
    return {
      kind: 'class',
      text: name,
      at,
      terms: symbolTerms(name, names),
      mass: Math.sqrt(share ?? 1 / taken.length) * categoryWeight[category],
      share,
      category,
      stacks: new Map([[stack, share ?? 1 / taken.length]]),
      isRow: true,
    };
  });
}

/** The program that a report is about. */
const processLines = ({ facts }: Report, names: NameTable): QueryLine[] =>
  facts
    .filter(({ key }) => key === 'process' || key === 'command')
    .map(({ value, at }) => ({
      kind: 'process',
      text: String(value),
      at,
      terms: findProcessComponents(String(value), names).map((id) => `mod:${id}`),
      mass: 0.2,
      category: 'app',
      stacks: new Map<number, number>(),
      isRow: false,
    }));

const messageLine = (
  { text, at }: { readonly text: string; readonly at?: number },
  names: NameTable,
): QueryLine => ({
  kind: 'message',
  text,
  at,
  terms: [...messageTerms(text, names), ...pairTerms(text)],
  mass: isGeneric(parameterize(text)) ? 0.1 : 1,
  category: isGeneric(parameterize(text)) ? 'runtime' : 'app',
  stacks: new Map<number, number>(),
  isRow: false,
});

const pairTerms = (text: string): string[] => {
  const message = parameterize(text);
  return isGeneric(message) ? [] : wordPairs(message).map((pair) => `run:${pair}`);
};

const unreadLine = ({ number, text }: Line, names: NameTable): QueryLine =>
  messageLine({ text, at: number }, names);

const halveMass = (line: QueryLine): QueryLine => ({ ...line, mass: line.mass / 2 });

/** Scales the masses to a sum of 1 if they exceed it. Small masses stay small: a single wrapper proves little. */
function normalizeMass(lines: readonly QueryLine[]): QueryLine[] {
  const total = lines.reduce((sum, { mass }) => sum + mass, 0);
  return total <= 1 ? [...lines] : lines.map((line) => ({ ...line, mass: line.mass / total }));
}
