import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * The data of an entry in Astro's store. Pages load the store as a module, and a build of ten thousand postmortems spends half
 * a minute and a gigabyte on their objects or their JSON as source code; this is short and needs no escapes. `of` is never
 * there; it carries the type.
 */
export interface Packed<Data> {
  /** Deflated JSON, in base64. */
  readonly packed: string;
  readonly of?: Data;
}

export const pack = <Data>(data: Data): Packed<Data> => ({
  packed: deflateRawSync(JSON.stringify(data), { level: 1 }).toString('base64'),
});

export const unpack = <Data>({ packed }: Packed<Data>): Data =>
  JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()) as Data;
