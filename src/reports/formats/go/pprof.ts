import { summarizeProfile, type Profile, type Sample, type SampleType } from './pprof-profile.ts';
import { readFields, readNumbers, WireError, type Field } from './protobuf.ts';
import { ReportError, createReport, type BinaryFormat, type Frame } from '../../report.ts';

/**
 * A profile in the protobuf format of pprof (profile.proto of github.com/google/pprof), usually compressed with gzip. Tools of
 * many languages write it. It has no magic number, and Go writes field 11 first, so all fields are looked at: the file is a
 * profile if every field is known, the first string is empty and there is a sample type.
 */
export const pprof: BinaryFormat = {
  id: 'pprof',
  label: 'pprof profile',

  recognizes(bytes) {
    try {
      const { strings, sampleTypes } = splitFields(bytes);
      return strings[0]?.length === 0 && sampleTypes.length > 0;
    } catch (error) {
      if (error instanceof WireError) return false;
      throw error;
    }
  },

  read(bytes) {
    try {
      return createReport('pprof', summarizeProfile(readProfile(bytes)));
    } catch (error) {
      if (error instanceof WireError) throw new ReportError(damaged(error.message));
      throw error;
    }
  },
};

const damaged = (reason: string): string =>
  `The pprof profile is damaged (${reason}). Take it again: \`curl -o heap.pb.gz http://HOST:PORT/debug/pprof/heap\`.`;

/** The undecoded messages of a profile. */
interface Parts {
  readonly sampleTypes: Uint8Array[];
  readonly samples: Uint8Array[];
  readonly mappings: Uint8Array[];
  readonly locations: Uint8Array[];
  readonly functions: Uint8Array[];
  readonly strings: Uint8Array[];
}

function splitFields(bytes: Uint8Array): Parts {
  const parts: Parts = {
    sampleTypes: [],
    samples: [],
    mappings: [],
    locations: [],
    functions: [],
    strings: [],
  };
  const listByNumber = new Map<number, Uint8Array[]>([
    [1, parts.sampleTypes],
    [2, parts.samples],
    [3, parts.mappings],
    [4, parts.locations],
    [5, parts.functions],
    [6, parts.strings],
  ]);
  for (const { number, value } of readFields(bytes)) {
    // Fields 7 to 15: frames to drop and keep, times, period, comments and the URL of a documentation page.
    if (number > 15) throw new WireError(`field ${number}`);
    const list = listByNumber.get(number);
    if (!list) continue;
    if (typeof value === 'number') throw new WireError(`field ${number} is a number`);
    list.push(value);
  }
  return parts;
}

function readProfile(bytes: Uint8Array): Profile {
  const parts = splitFields(bytes);
  const decoder = new TextDecoder();
  const decoded = new Map<number, string>();
  const text = (index: number): string => {
    const known = decoded.get(index) ?? decoder.decode(parts.strings[index] ?? new Uint8Array());
    decoded.set(index, known);
    return known;
  };
  const mappings = parts.mappings.map((mapping) => {
    const message = readNumbered(mapping);
    return { id: message(1), file: text(message(5)) };
  });
  return {
    sampleTypes: parts.sampleTypes.map((type): SampleType => {
      const message = readNumbered(type);
      return { type: text(message(1)), unit: text(message(2)) };
    }),
    samples: parts.samples.map(readSample),
    locations: readLocations(parts, mappings, text),
    ...(mappings[0]?.file ? { program: baseName(mappings[0].file) } : {}),
  };
}

/** Decodes a Sample. Fields: 1 location ids, innermost first; 2 values; 3 labels. */
function readSample(bytes: Uint8Array): Sample {
  const locations: number[] = [];
  const values: number[] = [];
  for (const field of readFields(bytes)) {
    const list = field.number === 1 ? locations : field.number === 2 ? values : undefined;
    if (list) for (const number of readNumbers(field)) list.push(number);
  }
  return { locations, values };
}

/** Decodes a Location. Fields: 1 id; 2 mapping; 3 address; 4 lines, the last of which is the function that the others were inlined into. */
function readLocations(
  { locations, functions }: Parts,
  mappings: readonly { readonly id: number; readonly file: string }[],
  text: (index: number) => string,
): Profile['locations'] {
  const functionById = new Map(
    functions.map((bytes) => {
      const message = readNumbered(bytes);
      return [message(1), { name: message(2) || message(3), file: message(4) }] as const;
    }),
  );
  const fileByMapping = new Map(mappings.map(({ id, file }) => [id, file]));
  const main = mappings[0]?.id;

  const readFrame = (line: Uint8Array): Frame[] => {
    const message = readNumbered(line);
    const place = functionById.get(message(1));
    const name = place && text(place.name).trim();
    if (!name) return [];
    const file = text(place.file);
    return [{ name, ...(file ? { file } : {}), ...(message(2) > 0 ? { line: message(2) } : {}) }];
  };

  return new Map(
    locations.map((bytes) => {
      const message = readNumbered(bytes);
      const named = findMessages(bytes, 4).flatMap(readFrame);
      const address = message(3);
      const file = fileByMapping.get(message(2));
      // Only libraries are worth naming: most frames are in the program itself.
      const module = file && message(2) !== main ? { module: file } : {};
      const frames =
        named.length > 0 || address <= 0 ? named : [{ name: `0x${address.toString(16)}` }];
      return [message(1), frames.map((frame) => ({ ...frame, ...module }))];
    }),
  );
}

/** Looks up the number fields of a message. An absent field is 0, protobuf's default. */
function readNumbered(bytes: Uint8Array): (number: number) => number {
  const valueByNumber = new Map<number, number>();
  for (const { number, value } of readFields(bytes))
    if (typeof value === 'number') valueByNumber.set(number, value);
  return (number) => valueByNumber.get(number) ?? 0;
}

const findMessages = (bytes: Uint8Array, number: number): Uint8Array[] =>
  [...readFields(bytes)].flatMap((field: Field) =>
    field.number === number && typeof field.value !== 'number' ? [field.value] : [],
  );

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
