declare module 'wawoff2' {
  /** Unpacks a WOFF2 font into the OpenType file it was made from. */
  export function decompress(font: Uint8Array): Promise<Uint8Array>;
}
