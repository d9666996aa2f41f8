/** The part of a postmortem that reports are matched against, and what a result shows of it. */
export interface Signature {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly project: string;
  readonly cause: string;
  readonly fix: readonly string[];
  readonly language: readonly string[];
  readonly growth: readonly string[];
  readonly component: readonly SignatureComponent[];
  /** Functions and classes as tools print them, innermost first; one list per report of the evidence. */
  readonly stacks: readonly (readonly string[])[];
  /** Other lines of the evidence: messages, settings, names. */
  readonly notable: readonly string[];
  readonly errors: readonly string[];
  /** Names from code in the text. */
  readonly names: readonly string[];
}

export interface SignatureComponent {
  readonly id: string;
  readonly name: string;
  /** Ranges of versions, or why there are none. */
  readonly affected?:
    readonly { readonly fixed?: string | undefined }[] | { readonly unknown: string } | undefined;
}

/** `3.9.5 and 3.10.11 (aiohttp)`: the releases with the fix, for each component that has any. */
export const listFixes = (components: readonly SignatureComponent[]): readonly string[] =>
  components.flatMap(({ name, affected }) => {
    const releases = isList(affected) ? affected.flatMap(({ fixed }) => fixed ?? []) : [];
    return releases.length === 0 ? [] : [`${joinWords(releases)} (${name})`];
  });

const isList = (
  affected: SignatureComponent['affected'],
): affected is Extract<SignatureComponent['affected'], readonly unknown[]> =>
  Array.isArray(affected);

/** `a, b and c` */
const joinWords = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');

/** The parts of a postmortem that its signature is made from. */
export interface SignatureSource {
  readonly slug: string;
  readonly data: {
    readonly id: number;
    readonly title: string;
    readonly summary: string;
    readonly mechanism: string;
    readonly project: { readonly name: string };
    readonly cause: string;
    readonly fix: readonly string[];
    readonly language: readonly string[];
    readonly growth?: readonly string[] | undefined;
    readonly component: readonly SignatureComponent[];
    readonly evidence?:
      | readonly {
          readonly frames?: readonly string[] | undefined;
          readonly notable?: readonly string[] | undefined;
        }[]
      | undefined;
    readonly errors?: readonly string[] | undefined;
  };
  readonly body: { readonly text: string };
}

export function buildSignature({ slug, data, body }: SignatureSource): Signature {
  const evidence = data.evidence ?? [];
  const stacks = evidence.flatMap((entry) => (entry.frames ? [entry.frames] : []));
  const notable = unique(evidence.flatMap((entry) => entry.notable ?? []));
  const errors = unique(data.errors ?? []);
  const shown = new Set([...stacks.flat(), ...notable, ...errors].flatMap(codeNames));
  const text = [data.title, data.summary, data.mechanism, body.text].join('\n');
  return {
    id: data.id,
    slug,
    title: data.title,
    project: data.project.name,
    cause: data.cause,
    fix: data.fix,
    language: data.language,
    growth: data.growth ?? [],
    component: data.component,
    stacks,
    notable,
    errors,
    names: codeNames(text).filter((name) => !shown.has(name)),
  };
}

/** Words of a text that look like code: `SSL_CTX_new`, `openssl::ssl`, `roachpb.Entry`, `WeakRefSet`. Each once. */
export function codeNames(text: string): string[] {
  const tokens = text
    .replaceAll(/https?:\/\/\S+/g, ' ')
    .split(/[\s,;"'`“”‘’|=]+/)
    .filter((token) => token.length < maxTokenLength)
    .map((token) =>
      token
        .replace(/^[([{<]+(?![^([{<]*[)\]}>]\.)|[.:!?]+$/g, '')
        .replace(/(?:\(\))?[)\]}>.:]*$/, ''),
    );
  return unique(tokens.filter((token) => token.length > 3 && isCode(token)));
}

/** Longer tokens are not names. */
const maxTokenLength = 140;

const isCode = (token: string): boolean =>
  /[A-Za-z]\w*_\w+|[a-z\d][A-Z][a-z]|[a-z]{2}[A-Z]|::\w|\w\.[(*]|[A-Za-z]{2}\w*\.[A-Z]\w|^[A-Z]{2,}[a-z]+[A-Z]/.test(
    token,
  ) && /[A-Za-z]{3}/.test(token);

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
