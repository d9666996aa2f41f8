import type { Frame, Line, Report, Site } from '../reports/report.ts';
import { findProcessComponents } from './libraries.ts';
import { isGeneric, wordPairs, parameterize } from './messages.ts';
import { categorize, categoryWeight, type FrameCategory } from './categories.ts';
import { normalizeSymbol } from './symbols.ts';
import { messageTerms, symbolTerms, inferLibraries } from './terms.ts';

/** One line of what was pasted, as the index is asked for it. Frames that are the same function are one. */
export interface QueryLine {
  readonly kind: 'frame' | 'class' | 'message' | 'process';
  /** As printed. */
  readonly text: string;
  readonly at?: number | undefined;
  readonly module?: string | undefined;
  readonly terms: readonly string[];
  /** How much it says: by bytes, by distance from the allocation, by category. All frames of a report come to 1. */
  readonly mass: number;
  /** Share of the report's bytes that it is part of; of its blocks or tasks where bytes are not known. */
  readonly share?: number | undefined;
  readonly category: FrameCategory;
  /** The stacks it is in, numbered over all reports, with the share of each. A histogram counts as one stack. */
  readonly stacks: ReadonlyMap<number, number>;
}

/** Asks for what the reports hold. Lines that no reader took are asked for as messages. */
export function buildQuery(reports: readonly Report[], unread: readonly Line[]): QueryLine[] {
  const lines: QueryLine[] = [];
  let stacks = 0;
  for (const report of reports) {
    stacks += 1;
    // Rows of single functions belong together as a stack's frames do.
    const isList = report.sites.every(({ frames }) => frames.length === 1);
    const sites = weightedSites(report.sites).map((site) => ({
      ...site,
      stack: isList ? stacks : (stacks += 1),
    }));
    lines.push(...normalizeMass(frameLines(sites)));
    lines.push(...normalizeMass(classLines(report, stacks)));
    lines.push(...normalizeMass(report.messages.map(messageLine)));
    lines.push(...processLines(report));
  }
  const told = new Set(reports.flatMap(({ messages }) => messages.map(({ at }) => at)));
  const rest = unread.filter(({ number }) => !told.has(number)).slice(0, maxUnreadLines);
  lines.push(...normalizeMass(rest.map(unreadLine)).map(halveMass));
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

/** What a leak checker calls lost says more than what is merely alive, and that more than what was ever allocated. */
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

/** A function that holds nothing itself still says what was running, as in the rows of pprof's `-top` sorted by `cum`. */
const minShare = 0.02;

/** How much less a frame says than the one it called. */
const decayPerCall = 0.85;

/** What is added up while the stacks are gone through. A function may be in thousands of them. */
type GrowingLine = Omit<QueryLine, 'at' | 'module' | 'mass' | 'share' | 'category' | 'stacks'> & {
  at: number | undefined;
  module: string | undefined;
  mass: number;
  share: number;
  category: FrameCategory;
  readonly stacks: Map<number, number>;
};

function frameLines(sites: readonly WeightedSite[]): QueryLine[] {
  const bySymbol = new Map<string, GrowingLine>();
  const named = createFrameCache();
  for (const { frames, share, stack } of sites) {
    let distance = 0;
    const seen = new Set<string>();
    for (const { frame, symbol, category, terms } of inferLibraries(
      frames.slice(0, maxFrames).map(named),
    )) {
      const weight = categoryWeight[category];
      const mass = Math.sqrt(Math.max(share, minShare)) * decayPerCall ** distance * weight;
      if (category === 'app') distance += 1;
      // Recursion shows a function many times in one stack.
      if (seen.has(symbol)) continue;
      seen.add(symbol);
      const line = bySymbol.get(symbol) ?? startLine(frame, terms, category);
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
});

interface AnalyzedFrame {
  readonly frame: Frame;
  readonly symbol: string;
  readonly category: FrameCategory;
  readonly terms: readonly string[];
}

/** Takes a name apart once, however many stacks show it. */
function createFrameCache(): (frame: Frame) => AnalyzedFrame {
  const known = new Map<string, Omit<AnalyzedFrame, 'frame'>>();
  return (frame) => {
    const { name, module, file } = frame;
    const key = JSON.stringify([name, module, file]);
    const parts = known.get(key) ?? analyzeFrame(frame);
    known.set(key, parts);
    return { frame, ...parts };
  };
}

function analyzeFrame(frame: Frame): Omit<AnalyzedFrame, 'frame'> {
  const symbol = normalizeSymbol(frame.name);
  return { symbol, category: categorizeFrame(symbol, frame.module), terms: frameTerms(frame) };
}

/** Without a name, a frame still tells its library, as a library's own malloc does. */
function categorizeFrame(symbol: string, module: string | undefined): FrameCategory {
  const isNameless = /^(?:0x[\da-f]+|\?+)$/i.test(symbol);
  return isNameless && module !== undefined ? 'wrapper' : categorize(symbol);
}

function frameTerms({ name, module, file }: Frame): string[] {
  const terms = symbolTerms(name, module);
  const isScript = file !== undefined && /\.(?:py|rb|php|ex)$/.test(file);
  return isScript ? [...terms, ...symbolTerms(`${file}:1`)] : terms;
}

function classLines({ classes }: Report, stack: number): QueryLine[] {
  const taken = classes.slice(0, maxSites);
  const total = taken.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return taken.map(({ name, bytes = 0, at }) => {
    const category = categorize(normalizeSymbol(name));
    const share = total === 0 ? undefined : bytes / total;
    return {
      kind: 'class',
      text: name,
      at,
      terms: symbolTerms(name),
      mass: Math.sqrt(share ?? 1 / taken.length) * categoryWeight[category],
      share,
      category,
      stacks: new Map([[stack, share ?? 1 / taken.length]]),
    };
  });
}

/** The program a report is about. What a profiled test or an interpreter is called says nothing. */
const processLines = ({ facts }: Report): QueryLine[] =>
  facts
    .filter(({ key }) => key === 'process' || key === 'command')
    .map(({ value, at }) => ({
      kind: 'process',
      text: String(value),
      at,
      terms: findProcessComponents(String(value)).map((id) => `mod:${id}`),
      mass: 0.2,
      category: 'app',
      stacks: new Map<number, number>(),
    }));

const messageLine = ({ text, at }: { readonly text: string; readonly at?: number }): QueryLine => ({
  kind: 'message',
  text,
  at,
  terms: [...messageTerms(text), ...pairTerms(text)],
  mass: isGeneric(parameterize(text)) ? 0.1 : 1,
  category: isGeneric(parameterize(text)) ? 'runtime' : 'app',
  stacks: new Map<number, number>(),
});

const pairTerms = (text: string): string[] => {
  const message = parameterize(text);
  return isGeneric(message) ? [] : wordPairs(message).map((pair) => `run:${pair}`);
};

const unreadLine = ({ number, text }: Line): QueryLine => messageLine({ text, at: number });

const halveMass = (line: QueryLine): QueryLine => ({ ...line, mass: line.mass / 2 });

/** The masses come to 1, unless they are all small: a single wrapper is no certainty. */
function normalizeMass(lines: readonly QueryLine[]): QueryLine[] {
  const total = lines.reduce((sum, { mass }) => sum + mass, 0);
  return total <= 1 ? [...lines] : lines.map((line) => ({ ...line, mass: line.mass / total }));
}
