import { nameParts } from './symbols.ts';

/**
 * The components that a frame may belong to, as ids that postmortems use: from its library, its package or the prefix of its
 * name. `github.com/coreos/etcd/raft.stepLeader` may belong to `etcd` or to `coreos-etcd`.
 */
export function findComponents(symbol: string, module?: string): readonly string[] {
  const found = new Set<string>();
  for (const [pattern, id] of prefixes) if (pattern.test(symbol)) found.add(id);
  for (const name of packageNames(symbol)) found.add(aliases[name] ?? name);
  if (module !== undefined) {
    const library = libraryName(module);
    if (library !== undefined && !everywhere.test(library)) found.add(aliases[library] ?? library);
    else if (library === undefined) for (const id of findProcessComponents(module)) found.add(id);
  }
  return [...found];
}

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

/** The component that a program belongs to: mysql-server for `mysqld`, prometheus for `/usr/bin/prometheus`. */
export function findProcessComponents(command: string): readonly string[] {
  const program = command
    .trim()
    .replace(/\s.*$/, '')
    .replace(/^.*[/\\]/, '')
    .replace(/_v\d[\w.]*$/, '')
    .toLowerCase();
  if (program.length < 3 || interpreters.test(program)) return [];
  return [programs[program] ?? program];
}

/** Programs that run other people's code, so that their name does not tell whose fault it is. */
const interpreters =
  /^(?:java|node|python[\d.]*|ruby[\d.]*|php[\w.-]*|bash|sh|dotnet|beam\.smp|perl|systemd|main|app|server|npm|deno|bun|mono|docker|runc|init)$/;

const programs: Readonly<Record<string, string>> = {
  mysqld: 'mysql-server',
  influxd: 'influxdb',
  dockerd: 'moby',
  docker: 'moby',
  'redis-server': 'redis',
  cockroach: 'cockroachdb',
  'clickhouse-serv': 'clickhouse',
  'clickhouse-server': 'clickhouse',
  mongod: 'mongodb',
  'nginx-ingress-c': 'ingress-nginx',
  'nginx-ingress-controller': 'ingress-nginx',
  postgres: 'postgresql',
};

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

/** Component ids of libraries whose file or package has a different name. */
const aliases: Readonly<Record<string, string>> = {
  ssl: 'openssl',
  crypto: 'openssl',
  'openssl-sys': 'openssl',
  rocksdbjni: 'rocksdb',
  'rocksdbjni-linux64': 'rocksdb',
  rocksdb: 'rocksdb',
  xml2: 'libxml2',
  sqlite3: 'sqlite',
  rdkafka: 'librdkafka',
  'go-sqlite3': 'mattn-go-sqlite3',
  modsecurity: 'modsecurity',
  ucs: 'ucx',
  ucp: 'ucx',
  'libp2p-core': 'rust-libp2p',
  'libp2p-gossipsub': 'rust-libp2p',
  'libp2p-swarm': 'rust-libp2p',
  curl: 'libcurl',
  mount: 'libmount',
  docker: 'moby',
  pandas: 'pandas-json',
  next: 'nextjs',
};

/** C has no packages, so its libraries are recognized by the prefix of their functions. */
const prefixes: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:CRYPTO|OPENSSL|SSL|EVP|X509|BIO|BN|ERR|ASN1|PEM|RSA|EC|DH|OSSL|d2i|i2d)_|^(?:tls|ssl)_(?:process|construct|session|ctx)_|^ssl3?_(?:read|write|session)_/,
    'openssl',
  ],
  [/^rd_kafka_/, 'librdkafka'],
  [/^sqlite3/, 'sqlite'],
  [
    /^(?:xmlXPath|xmlNew|xmlParse|xmlDoc|xmlCtxt|xmlSAX|xmlMalloc|xmlStrn?dup|htmlParse)/,
    'libxml2',
  ],
  [/^_?[Cc]url_/, 'libcurl'],
  [/^(?:Java_)?java[._]util[._]zip[._]/, 'java-util-zip'],
  [/^modsecurity::|^msc_/, 'libmodsecurity'],
  [/^rocksdb::/, 'rocksdb'],
  [/^(?:deflate|inflate)(?:Init|Copy|Reset)?\d?_?$/, 'zlib'],
  [/^_*mnt_|^libmount_/, 'libmount'],
  [/^ath11k_/, 'ath11k'],
  [/^(?:rayon|rayon_core)::/, 'rayon'],
  // The crates of Substrate, which Polkadot is built from.
  [/^(?:sp|sc|pallet|frame|polkadot)_\w+::/, 'polkadot'],
  [/^rb_\w+|^Ripper/, 'cruby'],
];
