import {
  ReportError,
  type Fact,
  type Frame,
  type Report,
  type Site,
  type SiteKind,
  type Warning,
} from '../../report.ts';
import { heaviestSites, lacksNames } from '../../text/sites.ts';

/** A pprof profile, read from protobuf or from the text of `go tool pprof -raw`. */
export interface Profile {
  readonly sampleTypes: readonly SampleType[];
  readonly samples: readonly Sample[];
  /** Innermost function first where the compiler inlined some. Empty for a location with neither symbols nor address. */
  readonly locations: ReadonlyMap<number, readonly Frame[]>;
  /** File name of the program. */
  readonly program?: string;
}

export interface SampleType {
  readonly type: string;
  readonly unit: string;
}

export interface Sample {
  /** One value for each sample type. */
  readonly values: readonly number[];
  /** Ids of locations, innermost first. */
  readonly locations: readonly number[];
}

const inBytes = (unit: string): boolean =>
  /^(?:bytes?|[kmgt]i?b|(?:kilo|mega|giga)bytes?)$/i.test(unit);

/** What the samples of a type measure: memory held, all memory allocated, tasks, or (undefined) something that is not memory. */
export function sampleKind(type: string): SiteKind | undefined {
  if (/goroutine|threadcreate/.test(type)) return 'waiting';
  if (/^alloc/.test(type)) return 'allocated';
  if (/^(?:inuse|live|space|objects|heap|memory|leaked|bytes)/.test(type)) return 'live';
  return undefined;
}

interface Weights {
  readonly kind: SiteKind;
  /** Indices in `sampleTypes`, and so in the values of each sample. */
  readonly bytes?: number;
  readonly count?: number;
}

/** Sites and totals of a profile. Throws ReportError if it is not of memory, such as a CPU profile. */
export function summarizeProfile(profile: Profile): Partial<Report> {
  const { sampleTypes } = profile;
  const weights = chooseWeights(profile);
  if (!weights) throw new ReportError(notMemory(sampleTypes.map(({ type }) => type)));
  const { sites, negative } = buildSites(profile, weights);
  const { sites: top, warnings } = heaviestSites(sites);
  return {
    sites: top,
    facts: buildFacts(profile),
    warnings: [
      ...warnings,
      ...(weights.kind === 'allocated' ? [volumeOnly] : []),
      ...(lacksNames(top) ? [noSymbols] : []),
      ...(negative ? [difference] : []),
    ],
  };
}

/** Prefers memory held to memory allocated, which includes what has been freed. */
function chooseWeights({ sampleTypes, samples }: Profile): Weights | undefined {
  const typed = sampleTypes.flatMap(({ type, unit }, index) => {
    const kind = sampleKind(type);
    return kind ? [{ kind, index, bytes: inBytes(unit) }] : [];
  });
  const used = (kind: SiteKind, bytes: boolean) =>
    typed.find(
      (one) =>
        one.kind === kind &&
        one.bytes === bytes &&
        samples.some(({ values }) => (values[one.index] ?? 0) !== 0),
    )?.index;
  for (const kind of ['waiting', 'live', 'allocated'] as const) {
    const bytes = used(kind, true);
    const count = used(kind, false);
    if (bytes !== undefined || count !== undefined)
      return {
        kind,
        ...(bytes === undefined ? {} : { bytes }),
        ...(count === undefined ? {} : { count }),
      };
  }
  const [first] = typed;
  return first && { kind: first.kind };
}

/** Adds up samples with equal stacks, which differ only in their block size or labels. */
function buildSites({ samples, locations }: Profile, weights: Weights) {
  const stackByLocation = internStacks(locations);
  const totals = new Map<string, { locations: readonly number[]; bytes: number; count: number }>();
  for (const sample of samples) {
    const key = sample.locations.map((id) => stackByLocation.get(id) ?? '').join(' ');
    const total = totals.get(key) ?? { locations: sample.locations, bytes: 0, count: 0 };
    total.bytes += sampleValue(sample, weights.bytes);
    total.count += sampleValue(sample, weights.count);
    totals.set(key, total);
  }
  const sites: Site[] = [];
  let negative = false;
  for (const { locations: ids, bytes, count } of totals.values()) {
    if (bytes < 0 || count < 0) negative = true;
    const frames = ids.flatMap((id) => locations.get(id) ?? []);
    if (bytes < 0 || count < 0 || bytes + count === 0 || frames.length === 0) continue;
    sites.push({
      kind: weights.kind,
      frames,
      ...(weights.bytes === undefined ? {} : { bytes }),
      ...(weights.count === undefined ? {} : { count }),
    });
  }
  return { sites, negative };
}

/** A number for each distinct list of frames, so that addresses within one source line count as one place. */
function internStacks(locations: Profile['locations']): ReadonlyMap<number, number> {
  const idByFrames = new Map<string, number>();
  const idByLocation = new Map<number, number>();
  for (const [location, frames] of locations) {
    const text = frames
      .map(({ name, file, line }) => `${name}:${file ?? ''}:${line ?? ''}`)
      .join('\n');
    const id = idByFrames.get(text) ?? idByFrames.size;
    idByFrames.set(text, id);
    idByLocation.set(location, id);
  }
  return idByLocation;
}

const sampleValue = ({ values }: Sample, index: number | undefined): number =>
  index === undefined
    ? 0
    : Math.max(-Number.MAX_SAFE_INTEGER, Math.min(values[index] ?? 0, Number.MAX_SAFE_INTEGER));

/** The totals that `go tool pprof` states as "of … total" for each sample type. */
function buildFacts({ sampleTypes, samples, program }: Profile): Fact[] {
  const keys = sampleTypes.map(({ type, unit }) => totalFactKey(type, inBytes(unit)));
  const totals = keys.map((key, index) =>
    key ? samples.reduce((sum, sample) => sum + sampleValue(sample, index), 0) : 0,
  );
  return [
    ...(program === undefined ? [] : [{ key: 'process' as const, value: program }]),
    ...keys.flatMap((key, index) => {
      const value = totals[index] ?? 0;
      return key && value >= 0 ? [{ key, value }] : [];
    }),
  ];
}

/** Key of the fact that the total of a sample type becomes. */
export function totalFactKey(type: string, bytes: boolean): Fact['key'] | undefined {
  if (type === 'goroutine' || type === 'goroutineleak') return 'goroutines';
  if (type === 'threadcreate') return 'threads';
  const kind = sampleKind(type);
  if (kind === 'live') return bytes ? 'live-heap' : 'objects';
  if (kind === 'allocated') return bytes ? 'allocated' : 'allocations';
  return undefined;
}

export const volumeOnly: Warning = {
  code: 'allocation-volume',
  text: 'This counts all allocations, freed or not, so the heaviest call site is not necessarily the one that leaks. Profile what is still held: `go tool pprof -sample_index=inuse_space -top PROFILE`.',
};

const noSymbols: Warning = {
  code: 'no-symbols',
  text: 'The profile has addresses and no function names. Add them with the same program file: `go tool pprof -symbolize=local -proto PROGRAM PROFILE > named.pb.gz`.',
};

const difference: Warning = {
  code: 'difference',
  text: 'The profile is the difference between two profiles. Call sites that hold less than before are excluded.',
};

const notMemory = (types: readonly string[]): string =>
  `This is a pprof profile of ${types.join(', ') || 'nothing'}, not of memory. Provide a heap profile (\`go tool pprof http://HOST:PORT/debug/pprof/heap\`) or a goroutine profile (\`/debug/pprof/goroutine\`).`;
