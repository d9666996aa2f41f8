/** The order of Debian's versions: deb-version(7), `[epoch:]upstream[-revision]`. */

interface DebianVersion {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

/** Below, at or above zero, as `dpkg --compare-versions` orders them. */
export function compareDebian(version: string, other: string): number {
  const one = parse(version);
  const two = parse(other);
  return (
    one.epoch - two.epoch ||
    comparePart(one.upstream, two.upstream) ||
    comparePart(one.revision, two.revision)
  );
}

function parse(version: string): DebianVersion {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/s.exec(version) ?? [];
  const dash = rest.lastIndexOf('-');
  return {
    epoch: Number(epoch),
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    revision: dash === -1 ? '' : rest.slice(dash + 1),
  };
}

/** Alternately a run without digits, by character, and a run of digits, by value. */
function comparePart(one: string, two: string): number {
  const left = runsIn(one);
  const right = runsIn(two);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [text, digits] = left[index] ?? ['', ''];
    const [otherText, otherDigits] = right[index] ?? ['', ''];
    const order =
      compareText(text, otherText) || Math.sign(Number(BigInt(digits) - BigInt(otherDigits)));
    if (order !== 0) return order;
  }
  return 0;
}

const runsIn = (part: string): [text: string, digits: string][] =>
  [...part.matchAll(/(\D*)(\d*)/g)].map(([, text = '', digits = '']) => [text, digits]);

function compareText(one: string, two: string): number {
  for (let index = 0; index < Math.max(one.length, two.length); index += 1) {
    const order = weigh(one[index]) - weigh(two[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A tilde is before the end, the end before letters, letters before the rest. */
function weigh(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  const code = character.codePointAt(0) ?? 0;
  return /[A-Za-z]/.test(character) ? code : code + 256;
}
