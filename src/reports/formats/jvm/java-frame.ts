import { type Frame, type Line } from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';

// 	at java.base/java.nio.Bits.reserveMemory(Bits.java:178)
// 	at java.lang.Thread.sleep(java.base@17.0.15/Native Method)
// 	at io.netty.buffer.PoolArena.allocate(PoolArena.java:162) ~[netty-all-4.1.42.jar:4.1.42.Final]
const frame = /^[\s|]*at ([^\s()]+)\(([^()]*)\)(?: ~?\[([^\]]*)\])?\s*$/;

/** The frame that an `at` line of a Java stack prints; undefined for other lines. Module and jar are not part of the name. */
export function parseJavaFrame({ number, text }: Line): Frame | undefined {
  const match = text.length < 2000 ? frame.exec(text) : null;
  if (!match) return undefined;
  const [, qualified = '', place = '', jar] = match;
  const [inPlace, source = ''] = place.includes('/') ? place.split('/') : [undefined, place];
  const { module: inName, name } = splitModule(qualified);
  const module = inName ?? inPlace ?? jar?.split(':')[0];
  const [file = '', line] = source.split(':');
  return {
    name,
    ...(module && module !== '?' && module !== 'na' ? { module } : {}),
    ...(/^(?:Native Method|Unknown Source|<generated>)?$/.test(file) ? {} : { file }),
    ...(line !== undefined && /^\d+$/.test(line) ? { line: parseCount(line) ?? 0 } : {}),
    at: number,
  };
}

/** Splits `app//java.base@17/java.lang.Thread.run`: a slash follows the loader and the module. Names of hidden classes contain one too. */
function splitModule(qualified: string): { module?: string; name: string } {
  const parts = qualified.split('/');
  const first = parts.findIndex((part) => /[$.].*[$.]|\$|\.</.test(part) && !part.includes('@'));
  const start = first < 0 ? parts.length - 1 : Math.min(first, 2);
  const name = parts.slice(start).join('/');
  // `app//` names a loader and no module.
  const module = parts.slice(0, start).findLast((part) => part !== '');
  return module ? { module, name } : { name };
}
