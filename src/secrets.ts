/**
 * What must not stand in a public page: names of people and machines, addresses, keys. Found by pattern, so a find is a
 * reason to look, and text without a find is no proof. Pure and linear in the text, so the composer uses it too.
 */

export type SecretKind =
  | 'private key'
  | 'token'
  | 'password'
  | 'e-mail address'
  | 'private address'
  | 'IP address'
  | 'home folder'
  | 'host name';

export interface Secret {
  readonly kind: SecretKind;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** Offset in the text. */
  readonly start: number;
  /** As written. */
  readonly found: string;
  /** What may stand in its place. Nothing is found in it, and a path or an address keeps its form. */
  readonly placeholder: string;
}

interface Pattern {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
  readonly placeholder: string;
  /** Whether what was found is harmless after all. */
  readonly spares?: (found: string, context: Context) => boolean;
}

interface Context {
  /** What stands before it in its line. */
  readonly before: string;
  /** What stands behind it, at most 20 characters. */
  readonly after: string;
}

/**
 * All secrets of a text, in its order, none inside another. The patterns look at the middle of what they find: words that
 * only introduce it (`password=`) stay.
 */
export function findSecrets(text: string): Secret[] {
  const taken: Secret[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern.pattern)) {
      const found = match.groups?.['it'] ?? match[0];
      const start = match.index + match[0].lastIndexOf(found);
      const end = start + found.length;
      if (taken.some((other) => start < other.start + other.found.length && end > other.start))
        continue;
      const lineStart = text.lastIndexOf('\n', start - 1) + 1;
      const before = text.slice(Math.max(lineStart, start - longestContext), start);
      const after = text.slice(end, end + 20);
      if (pattern.spares?.(found, { before, after })) continue;
      const { kind, placeholder } = pattern;
      taken.push({ kind, line: 0, column: start - lineStart + 1, start, found, placeholder });
    }
  }
  return numbered(text, taken);
}

const longestContext = 200;

/** The text with every secret replaced, and what was replaced. */
export function replaceSecrets(text: string): { text: string; secrets: readonly Secret[] } {
  const secrets = findSecrets(text);
  let clean = '';
  let at = 0;
  for (const { start, found, placeholder } of secrets) {
    clean += text.slice(at, start) + placeholder;
    at = start + found.length;
  }
  return { text: clean + text.slice(at), secrets };
}

/** `e-mail address "jane@corp.example"`; of keys, tokens and passwords only the first characters. */
export const formatSecret = ({ kind, found }: Pick<Secret, 'kind' | 'found'>): string =>
  `${kind} "${hidden.has(kind) ? `${found.slice(0, 4)}…` : found}"`;

const hidden: ReadonlySet<SecretKind> = new Set(['private key', 'token', 'password']);

function numbered(text: string, secrets: readonly Secret[]): Secret[] {
  let line = 1;
  let at = 0;
  return secrets
    .toSorted((a, b) => a.start - b.start)
    .map((secret) => {
      for (let next = text.indexOf('\n', at); next !== -1 && next < secret.start;) {
        line += 1;
        at = next + 1;
        next = text.indexOf('\n', at);
      }
      return { ...secret, line };
    });
}

/** Accounts that belong to nobody: of images, build machines and examples. */
const nobody =
  /^(?:user|users?name|name|you|me|runner|runneradmin|node|app|appuser|vagrant|ubuntu|debian|ec2-user|core|circleci|travis|jenkins|gitlab-runner|build|builder|vsts|vsts_azpcontainer|vcap|deno|git|www|www-data|nobody|nonroot|root|postgres|linuxbrew|coder|codespace|default|public|shared|all users|containeradministrator|containeruser|administrator|\.\.\.|…)$/i;

/** Names that stand for any machine. */
const anyHost =
  /^(?:host|hostname|localhost|server|machine|node|container|[\da-f]{12}|.*\.(?:example|invalid|test)|(?:.*\.)?example\.(?:com|org|net))$/i;

// Endings that make `name@2x.png` or `user@1000.service` look like mail.
const noMailEnding =
  /\.(?:png|jpe?g|gif|svg|webp|[cm]?[jt]sx?|json|html?|css|map|py|rb|go|rs|java|class|jar|so|dll|exe|ya?ml|toml|lock|log|txt|csv|gz|zst|service|slice|scope|timer|socket|mount|target|journal|local|next|beta|alpha|dev)$/i;

const tokens = [
  // Providers print these beginnings so that a leaked token can be found.
  String.raw`gh[pousr]_[A-Za-z0-9]{30,255}`,
  String.raw`github_pat_[A-Za-z0-9_]{40,255}`,
  String.raw`gl(?:pat|dt|rt|ptt|ft|agent|soat|imt)-[\w-]{20,255}`,
  String.raw`xox[abeoprs]-[A-Za-z0-9-]{10,255}`,
  String.raw`(?:AKIA|ASIA)[A-Z0-9]{16}`,
  String.raw`AIza[\w-]{35}`,
  String.raw`ya29\.[\w-]{20,500}`,
  String.raw`npm_[A-Za-z0-9]{36}`,
  String.raw`pypi-[\w-]{50,255}`,
  String.raw`dckr_pat_[\w-]{20,255}`,
  String.raw`hf_[A-Za-z]{30,255}`,
  String.raw`sk-(?:ant-|proj-|svcacct-)?[\w-]{24,255}`,
  String.raw`[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}`,
  String.raw`SG\.[\w-]{16,64}\.[\w-]{16,64}`,
  String.raw`lin_api_[A-Za-z0-9]{32,64}`,
  String.raw`dop_v1_[a-f0-9]{64}`,
  String.raw`hv[sbr]\.[\w-]{24,255}`,
  String.raw`eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}`,
].join('|');

const internalHost = String.raw`[a-z0-9](?:[a-z0-9-]{0,62}\.){1,8}(?:internal|intranet|local|localdomain|lan|corp|private|home\.arpa)`;

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;

/** In this order: what is found first is not looked at again. */
const patterns: readonly Pattern[] = [
  {
    kind: 'private key',
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.-]{0,20000}?-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g,
    placeholder: '[private key removed]',
  },
  {
    kind: 'token',
    pattern: new RegExp(String.raw`(?<![\w-])(?:${tokens})(?![\w-])`, 'g'),
    placeholder: '[token removed]',
  },
  {
    kind: 'token',
    pattern: /\b(?:bearer|basic)\s{1,4}(?<it>[\w+/.~-]{16,2000}={0,2})/gi,
    placeholder: '[token removed]',
    spares: (found, { before }) => !/\d/.test(found) || !/auth|header|-H\b/i.test(before),
  },
  {
    kind: 'password',
    pattern:
      /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/:@"'<>]{0,100}:(?<it>[^\s/@"'<>]{1,200})@(?=[\w[])/gi,
    placeholder: 'password',
    spares: isNoPassword,
  },
  {
    kind: 'password',
    pattern:
      /(?<![A-Za-z])(?:password|passwd|passphrase|secret(?:[_-]?key)?|api[_-]?key|access[_-]?key|auth[_-]?token|client[_-]?secret|private[_-]?token)["']?\s{0,3}[=:]\s{0,3}["']?(?<it>[^\s"',;&)\]}<>]{6,200})/gi,
    placeholder: 'password',
    spares: isNoPassword,
  },
  {
    kind: 'private address',
    pattern: new RegExp(String.raw`\bhttps?:\/\/${internalHost}(?![\w.-]*\w)[^\s"'<>)\]]*`, 'gi'),
    placeholder: 'https://host.example/',
  },
  {
    kind: 'e-mail address',
    pattern:
      /(?<![\w.+%/@-])[A-Za-z0-9_][\w.+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![\w@-])/g,
    placeholder: 'name@example.com',
    spares: isNoMail,
  },
  {
    kind: 'IP address',
    pattern: new RegExp(String.raw`(?<![\w.+-])(?:${octet}\.){3}${octet}(?![\w+-]|\.\d|-\d)`, 'g'),
    placeholder: '192.0.2.1',
    spares: isNoAddress,
  },
  {
    kind: 'IP address',
    pattern: /(?<![\w:.])(?:[23][\da-f]{3}|f[cdef][\da-f]{2}):[\da-f:]{2,40}(?![\w:])/gi,
    placeholder: '2001:db8::1',
    spares: (found) =>
      /^2001:0?db8:/i.test(found) ||
      !/\d/.test(found) ||
      !/^(?:[\da-f]{1,4}(?::|$)){8}$|^(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){0,6}$|^(?:[\da-f]{1,4}:){1,7}:$/i.test(
        found,
      ) ||
      !(found.includes('::') || found.split(':').length === 8),
  },
  {
    kind: 'home folder',
    pattern:
      /(?<![\w.~-])\/(?:home|Users|export\/home|var\/home)\/(?<it>[A-Za-z0-9_][\w.-]{0,40})/g,
    placeholder: 'user',
    spares: (found) => nobody.test(found),
  },
  {
    kind: 'home folder',
    pattern: /\b[A-Za-z]:\\{1,2}Users\\{1,2}(?<it>[A-Za-z0-9_][\w.-]{0,40})/g,
    placeholder: 'user',
    spares: (found) => nobody.test(found),
  },
  {
    kind: 'host name',
    pattern:
      /\bip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?:\.[a-z0-9-]{1,40}){0,4}|\b[a-z0-9](?:[a-z0-9-]{0,62}\.){1,8}(?:ec2\.internal|compute\.internal|compute\.amazonaws\.com|svc\.cluster\.local|c\.[a-z0-9-]{4,40}\.internal|cloudapp\.azure\.com)\b/gi,
    placeholder: 'host.example',
  },
  {
    kind: 'host name',
    pattern:
      /(?<![\w.-])(?:host(?:_?name)?|node_?name|computer_?name|instance)["']?\s{0,3}[=:]\s{0,3}["']?(?<it>[A-Za-z][\w-]{0,62}(?:\.[\w-]{1,62}){1,8})/gi,
    placeholder: 'host.example',
    spares: (found, { after }) => anyHost.test(found) || /^[(/]/.test(after),
  },
  {
    kind: 'host name',
    // The prefix of syslog and of the journal: `Nov 21 15:23:22 web-3 kernel: `.
    pattern:
      /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) (?<it>[A-Za-z][\w.-]{0,80}) [\w./-]{1,60}(?:\[\d{1,8}\])?: /gm,
    placeholder: 'host',
    spares: (found) => anyHost.test(found),
  },
  {
    kind: 'host name',
    // A prompt: `jane@web-3:~/src$ `.
    pattern:
      /^\[?(?<it>[a-z_][\w-]{0,31}@[A-Za-z][\w.-]{0,62})(?=[: ][~/][^\n$#]{0,200}[$#](?: |$))/gm,
    placeholder: 'user@host',
    spares: (found) => {
      const [user = '', host = ''] = found.split('@');
      return nobody.test(user) && anyHost.test(host);
    },
  },
];

/** A variable, a type, a word about a password, or one that is taken out already. */
function isNoPassword(found: string, { after }: Context): boolean {
  return (
    /^[$%{[(<*]|^\W+$|\*{3}|^x{3,}$|\(|\.\.\.|…|::|->/i.test(found) ||
    /^(?:password|passwd|passw|secret|token|redacted|removed|hidden|example|changeme|undefined|null|none|nil|true|false|string|str|required|optional|value|your[-_]?\w*|my[-_]?\w*)[.]?$/i.test(
      found,
    ) ||
    (/^[A-Za-z_.]+$/.test(found) && /^\s*[A-Za-z]/.test(after)) ||
    /^[A-Za-z]+(?:[._][A-Za-z]+)+$/.test(found)
  );
}

function isNoMail(found: string, { before }: Context): boolean {
  const [name = '', domain = ''] = found.split('@');
  const [first = '', ...rest] = domain.split('.');
  return (
    /^(?:git|hg|noreply|no-reply)$/i.test(name) ||
    anyHost.test(domain) ||
    /(?:^|\.)noreply\.github\.com$/i.test(domain) ||
    noMailEnding.test(domain) ||
    // A version behind a package: `react@18.2.0-rc.next`, `lib@v1.2.3.x`.
    (/^v?\d+$/.test(first) && rest.length > 1) ||
    /https?:\/\/\S*$/i.test(before)
  );
}

/** Loopback, nets kept for documentation, masks, and what is more likely a version: `4.2.5.1`. */
function isNoAddress(found: string, { before, after }: Context): boolean {
  const [a = 0, b = 0, c = 0] = found.split('.').map(Number);
  const isKept =
    a === 0 ||
    a === 127 ||
    a >= 224 ||
    (a === 192 && b === 0 && c === 2) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113) ||
    /^(?:1\.1\.1\.1|8\.8\.[48]\.[48]|9\.9\.9\.9)$/.test(found);
  if (isKept) return true;
  if (/^:\d{2,5}\b/.test(after) || /(?:\/\/|@)$/.test(before)) return false;
  if (/[A-Za-z_.-]\/$|\bversions?\W{0,3}$|[\w)]-$/i.test(before)) return true;
  const isPrivate =
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128);
  const isNamed =
    /\b(?:ip|addr|address|host|from|to|peer|remote|server|client|inet|listen|bind|dial|connect(?:ed|ing)?(?: to)?|src|dst)\W{1,3}$/i.test(
      before,
    );
  return !isPrivate && !isNamed && a < 32;
}
