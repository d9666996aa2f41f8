import { compareVersions } from '../../model/versions.ts';
import { listPackage, unreadLine, type ListedPackage, type ListFormat } from '../package-list.ts';

/**
 * Go's modules: `require` names the version that is built, unless `replace` puts another module in its place. The standard library
 * is `stdlib`, as OSV calls it; its version is the one of `toolchain`, because `go` is only the lowest that may be used.
 */
export const goMod: ListFormat = {
  label: 'go.mod',
  fileName: /^go\.mod$/,
  recognizes: ({ text }) => /^module\s+\S/m.test(text) && /^(?:go\s+\d|require\b)/m.test(text),
  read: ({ text }) => {
    const required: ListedPackage[] = [];
    const replaced = new Map<string, Replacement>();
    let go: ListedPackage | undefined;
    for (const { directive, words, line } of readDirectives(text)) {
      const [path = '', version = ''] = words;
      if (directive === 'require') required.push(listPackage('Go', path, version, line));
      else if (directive === 'replace') {
        const arrow = words.indexOf('=>');
        const [name = '', by = ''] = words.slice(arrow + 1);
        replaced.set(words.slice(0, arrow).join(' '), { name, version: by });
      } else if (directive === 'toolchain')
        go = listPackage('Go', 'stdlib', path.replace(/^go/, ''), line);
      else if (directive === 'go')
        go ??= { ecosystem: 'Go', name: 'stdlib', stated: `${path} or later`, at: line };
    }
    return {
      packages: [...required.map((one) => replace(one, replaced)), ...(go ? [go] : [])],
      unread: [],
    };
  },
};

interface Replacement {
  readonly name: string;
  /** Empty for a folder. */
  readonly version: string;
}

function replace(one: ListedPackage, replaced: ReadonlyMap<string, Replacement>): ListedPackage {
  const { name, version = '', at } = one;
  const by = replaced.get(`${name} v${version}`) ?? replaced.get(name);
  if (!by) return one;
  if (by.version !== '') return listPackage('Go', by.name, by.version, at);
  return {
    ecosystem: 'Go',
    name,
    stated: `replaced by ${by.name}`,
    ...(at !== undefined && { at }),
  };
}

interface Directive {
  readonly directive: string;
  readonly words: readonly string[];
  readonly line: number;
}

/** `require a v1` and the lines of `require ( … )` alike, without comments. */
function* readDirectives(text: string): Generator<Directive> {
  let block: string | undefined;
  for (const [index, written] of text.split('\n').entries()) {
    const words = written
      .replace(/\/\/.*/, '')
      .split(/\s+/)
      .filter(Boolean)
      .map(unquote);
    const [first = '', second] = words;
    if (first === '') continue;
    if (block !== undefined && first === ')') block = undefined;
    else if (block !== undefined) yield { directive: block, words, line: index + 1 };
    else if (second === '(') block = first;
    else yield { directive: first, words: words.slice(1), line: index + 1 };
  }
}

const unquote = (word: string): string => word.replaceAll(/^["`]|["`]$/g, '');

/**
 * `github.com/gin-gonic/gin v1.8.1 h1:4+fr/el88TOO3ewCmQr8cx/CtZ/umlIRIs5M4NTNjf8=`. Lines with `/go.mod` say only that a version
 * was considered. Of several versions the highest is built.
 */
export const goSum: ListFormat = {
  label: 'go.sum',
  fileName: /^go\.sum$/,
  recognizes: ({ text }) => sumLine.test(text.slice(0, 1000)),
  read: ({ text }) => {
    const highest = new Map<string, ListedPackage>();
    const unread = [];
    for (const [index, written] of text.split('\n').entries()) {
      if (written.trim() === '') continue;
      const [, name, version = '', isConsidered] = sumLine.exec(written) ?? [];
      if (name === undefined)
        unread.push(unreadLine(written, index + 1, 'not "module version hash"'));
      else if (isConsidered === undefined) {
        const one = listPackage('Go', name, version, index + 1);
        if (isHigher(one, highest.get(name))) highest.set(name, one);
      }
    }
    return { packages: [...highest.values()], unread };
  },
};

const sumLine = /^(\S+) (v\d[^\s/]*)(\/go\.mod)? h\d:\S+\s*$/m;

const isHigher = ({ version }: ListedPackage, than: ListedPackage | undefined): boolean =>
  version !== undefined &&
  (than?.version === undefined || compareVersions('Go', version, than.version) > 0);
