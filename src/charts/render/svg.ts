import type { Corner } from './shapes.ts';

/** At most one decimal, without zeros at the end. */
export const tenths = (value: number): number => Math.round(value * 10) / 10 || 0;

/** The data of an SVG path through the corners, to one decimal: `M3 20L21 4`, with `H` and `V` where a side is level or upright. */
export function pathData(corners: readonly Corner[]): string {
  let path = '';
  let last: Corner | undefined;
  for (const [exactX, exactY] of corners) {
    const [x, y] = [tenths(exactX), tenths(exactY)];
    if (!last) path = `M${x} ${y}`;
    else if (y === last[1] && x !== last[0]) path += `H${x}`;
    else if (x === last[0] && y !== last[1]) path += `V${y}`;
    else if (x !== last[0]) path += `L${x} ${y}`;
    last = [x, y];
  }
  return path;
}

/** Characters that XML does not allow at all. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as it may stand in XML, in an element or between double quotes. */
export const escapeXml = (text: string): string =>
  text
    .replace(control, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
