/** The text around a match. It tells harmless matches from real ones. */
export interface Context {
  /** The line up to the match. */
  readonly before: string;
  /** At most 20 characters after the match. */
  readonly after: string;
}

/** User names that identify no person: accounts of container images, build machines and examples. */
export const nobody =
  /^(?:user|users?name|name|you|me|runner|runneradmin|node|app|appuser|vagrant|ubuntu|debian|ec2-user|core|circleci|travis|jenkins|gitlab-runner|build|builder|vsts|vsts_azpcontainer|vcap|deno|git|www|www-data|nobody|nonroot|root|postgres|linuxbrew|coder|codespace|default|public|shared|all users|containeradministrator|containeruser|administrator|\.\.\.|…)$/i;

/** Host names that identify no machine. */
export const anyHost =
  /^(?:host|hostname|localhost|server|machine|node|container|[\da-f]{12}|.*\.(?:example|invalid|test)|(?:.*\.)?example\.(?:com|org|net))$/i;

// Endings that make `name@2x.png` or `user@1000.service` look like mail.
const fileEnding =
  /\.(?:png|jpe?g|gif|svg|webp|[cm]?[jt]sx?|json|html?|css|map|py|rb|go|rs|java|class|jar|so|dll|exe|ya?ml|toml|lock|log|txt|csv|gz|zst|service|slice|scope|timer|socket|mount|target|journal|local|next|beta|alpha|dev)$/i;

/** A variable, a type, a placeholder, or a password that is redacted already. */
export function isHarmlessPassword(found: string, { after }: Context): boolean {
  return (
    /^[$%{[(<*]|^\W+$|\*{3}|^x{3,}$|\(|\.\.\.|…|::|->/i.test(found) ||
    /^(?:password|passwd|passw|secret|token|redacted|removed|hidden|example|changeme|undefined|null|none|nil|true|false|string|str|required|optional|value|your[-_]?\w*|my[-_]?\w*)[.]?$/i.test(
      found,
    ) ||
    (/^[A-Za-z_.]+$/.test(found) && /^\s*[A-Za-z]/.test(after)) ||
    /^[A-Za-z]+(?:[._][A-Za-z]+)+$/.test(found)
  );
}

export function isHarmlessEmail(found: string, { before }: Context): boolean {
  const [name = '', domain = ''] = found.split('@');
  const [first = '', ...rest] = domain.split('.');
  return (
    /^(?:git|hg|noreply|no-reply)$/i.test(name) ||
    anyHost.test(domain) ||
    /(?:^|\.)noreply\.github\.com$/i.test(domain) ||
    fileEnding.test(domain) ||
    // A version behind a package: `react@18.2.0-rc.next`, `lib@v1.2.3.x`.
    (/^v?\d+$/.test(first) && rest.length > 1) ||
    /https?:\/\/\S*$/i.test(before)
  );
}

/** Loopback, ranges reserved for documentation, masks, public resolvers, and what is more likely a version: `4.2.5.1`. */
export function isHarmlessAddress(found: string, { before, after }: Context): boolean {
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
