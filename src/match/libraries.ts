import { nameParts } from './symbols.ts';

/** By what names reports call components, by the id of the component; see content/vocabulary.yaml. */
export type ComponentNames = Readonly<Record<string, readonly string[]>>;

/** Component names prepared for looking up. */
export interface NameTable {
  /** Ids by names of programs, libraries, packages and import paths, in lower case. */
  readonly ids: ReadonlyMap<string, string>;
  /** Ids by how names of functions begin, as written. C has no packages. */
  readonly prefixes: readonly (readonly [prefix: string, id: string])[];
}

export const noNames: NameTable = { ids: new Map(), prefixes: [] };

/** The kernel cuts the names of processes to this length. */
const processNameLength = 15;

export function buildNameTable(names: ComponentNames): NameTable {
  const all = Object.entries(names).flatMap(([id, list]) =>
    list.map((name) => [name, id] as const),
  );
  const whole = all
    .filter(([name]) => !name.endsWith('*'))
    .map(([name, id]) => [name.toLowerCase(), id] as const);
  return {
    ids: new Map([
      ...whole.map(([name, id]) => [name.slice(0, processNameLength), id] as const),
      ...whole,
    ]),
    prefixes: all
      .filter(([name]) => name.endsWith('*'))
      .map(([name, id]) => [name.slice(0, -1), id] as const),
  };
}

/**
 * The components that a frame may belong to, as ids that postmortems use: from its library, its package or the prefix of its
 * name. `github.com/coreos/etcd/raft.stepLeader` may belong to `etcd` or to `coreos-etcd`, unless a name says which.
 */
export function findComponents(
  symbol: string,
  names: NameTable,
  module?: string,
): readonly string[] {
  const found = new Set<string>();
  for (const [prefix, id] of names.prefixes) if (symbol.startsWith(prefix)) found.add(id);
  const imported = findImport(symbol, names);
  if (imported !== undefined) found.add(imported);
  else for (const name of packageNames(symbol)) found.add(names.ids.get(name) ?? name);
  if (module !== undefined) {
    const library = libraryName(module);
    if (library !== undefined && !everywhere.test(library))
      found.add(names.ids.get(library) ?? library);
    else if (library === undefined)
      for (const id of findProcessComponents(module, names)) found.add(id);
  }
  return [...found];
}

/** The component whose import path a symbol begins with: of `google.golang.org/grpc/transport.newFramer` the first two parts. */
function findImport(symbol: string, { ids }: NameTable): string | undefined {
  if (!symbol.includes('/')) return undefined;
  const parts = symbol.toLowerCase().split('/').slice(0, maxImportParts);
  const paths = parts.map((_, index) =>
    [...parts.slice(0, index), parts[index]?.replace(/\.[^.]*$/, '') ?? ''].join('/'),
  );
  const starts = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return [...starts, ...paths]
    .filter((path) => path.includes('/'))
    .map((path) => ids.get(path))
    .find((id) => id !== undefined);
}

const maxImportParts = 6;

/** `/usr/lib/libssl.so.3` is `ssl`, `librocksdbjni-linux64.so` is `rocksdbjni-linux64`, `mysql-connector-5.1.jar` is `mysql-connector`. */
export function libraryName(module: string): string | undefined {
  const file = module.replace(/^.*[/\\]/, '');
  const library = /^lib([\w+-]+?)(?:-[\d.]+)?\.(?:so|dylib|a)\b/.exec(file)?.[1];
  if (library !== undefined) return library.toLowerCase();
  return /^([\w-]+?)(?:-[\d.]+[\w.-]*)?\.(?:jar|dll|node|exe)$/i.exec(file)?.[1]?.toLowerCase();
}

/** Libraries that occur in every stack. */
const everywhere =
  /^(?:c|m|pthread|dl|rt|gcc_s|stdc\+\+|c\+\+|jemalloc|tcmalloc\w*|mimalloc|asan|lsan|heaptrack\w*|jvm|node|bytehound|vgpreload\w*)$/;

/** The component that a program belongs to: prometheus for `/usr/bin/prometheus`, or as the names say: `mysqld`. */
export function findProcessComponents(command: string, { ids }: NameTable): readonly string[] {
  const program = command
    .trim()
    .replace(/\s.*$/, '')
    .replace(/^.*[/\\]/, '')
    .replace(/_v\d[\w.]*$/, '')
    .toLowerCase();
  if (program.length < 3 || interpreters.test(program)) return [];
  return [ids.get(program) ?? program];
}

/** Programs that run other people's code, so that their name does not tell whose fault it is. */
const interpreters =
  /^(?:java|node|python[\d.]*|ruby[\d.]*|php[\w.-]*|bash|sh|dotnet|beam\.smp|perl|systemd|main|app|server|npm|deno|bun|mono|docker|runc|init)$/;

/** Names at the beginning of a symbol that may be the id of its library. */
function packageNames(symbol: string): string[] {
  const path = /^([\w.-]+\.(?:com|org|io|in|net|dev|sh|etcd\.io|uk|de))\/([^.]+)/.exec(symbol);
  if (path) {
    const [, host = '', rest = ''] = path;
    const [owner = '', repository] = rest.split('/');
    const ids = [repository ?? owner, `${owner}-${repository ?? ''}`];
    if (!/^(?:github|gitlab|bitbucket)/.test(host))
      ids.push(...rest.split('/').slice(0, 3), host.split('.').at(-2) ?? '');
    return ids.map(kebab);
  }
  const parts = nameParts(symbol);
  if (symbol.includes('::')) return parts.length > 1 ? [kebab(parts[0] ?? '')] : [];
  if (/^(?:com|org|io|net|de|dev|zio|kafka|groovy|hudson|jenkins)\.\w/.test(symbol))
    return parts
      .slice(0, 4)
      .filter((part) => part.length > 3)
      .map(kebab);
  if (/\.(?:py|js|ts|rb|mjs|cjs)(?::|$)/.test(symbol)) return parts.slice(0, 2).map(kebab);
  return [];
}

const kebab = (name: string): string => name.replaceAll('_', '-').toLowerCase();
