import { demanglePath } from './demangle/demangle.ts';
import { isBlanket } from './demangle/rust.ts';

/**
 * One name for the same function, whatever compiler, version or tool wrote it down: without address, place, arguments,
 * generics, hash, clone suffix, closure number and module version. `<leak::gossip::Sender>::send`,
 * `leak::gossip::Sender::send::hacf0fcba942838cd` and `_RNvMNtCscJEj9Xep4Zo_4leak6gossipNtB2_6Sender4send` all become
 * `leak::gossip::Sender::send`. A place in a script, `file.py:12`, becomes the end of its path.
 *
 * Keeps the separators of the language. Never empty: a name that consists of nothing else is given back as it was.
 * Normalizing twice changes nothing.
 */
export function normalizeSymbol(name: string): string {
  const given = name.trim().slice(0, maxNameLength);
  const symbol = demanglePath(given.replace(/\s.*$/, '')) ?? given.slice(0, maxReadableLength);
  const place = scriptPlace(symbol);
  if (place !== undefined) return place;
  const bare = rules.reduce((rest, rule) => rule(rest), symbol);
  return bare === '' ? given : bare;
}

/** The parts of a symbol, outermost first: `github.com/miekg/dns.parseZone` is github, com, miekg, dns, parseZone. */
export const nameParts = (symbol: string): string[] =>
  symbol.split(/(?:::|[./\\#$])+/).filter(Boolean);

/** Of a mangled name, and of one that is not. */
const maxNameLength = 4096;
const maxReadableLength = 2048;

type Rule = (symbol: string) => string;

const replace =
  (pattern: RegExp, by = ''): Rule =>
  (symbol) =>
    symbol.replace(pattern, by);

const rules: readonly Rule[] = [
  // Added by tools: an offset, the library, the source location.
  replace(/\+0x[\da-f]+(?:\/0x[\da-f]+)?(?= |$).*$/),
  replace(/(?<!\s)\s+\[[\w.-]+\](?:\s.*)?$/),
  replace(/(?<!\s)\s+\([^().:/]*[.:/][^()]*\)$/),
  replace(/(?<!\s)\s+(?:at )?[\w./\\-]+\.\w{1,6}(?::\d+){1,2}$/),
  replace(/\[abi:\w+\]/g),
  replace(/@(?:plt|@?[A-Z][A-Z_]*_[\d.]+)$/),
  replace(/ \[(?:inlined|clone [^\]]*)\]/g),
  replace(/(?:\.(?:part|isra|constprop|cold|lto_priv|llvm|localalias)(?:\.\d+)*)+$/),

  objectiveC,
  swift,
  jvm,
  replace(/^(?:___?interceptor_|__wrap_|__GI_|__real_)+/),
  replace(/^__libc_(?=(?:m|c|re)alloc$|memalign$|valloc$|free$)/),
  replace(/^wrap_(?=(?:m|c|re)alloc$)/),
  replace(
    /^(?:je|jemalloc|_rjem|tc|mi|_RJEM|__rjem)_(?:je_)?(?=(?:m|c|re)alloc|aligned_alloc|posix_memalign|memalign|free)/,
  ),

  // V8: `async Foo.bar [as baz]`, `new Foo`, `Object.<anonymous>`.
  replace(/ \[as [^\]]+\]$/),
  replace(/^(?:async )?(?:new (?=[\w$.]+$))?/),
  replace(/^(?:Object|Function|Module|exports|module\.exports)\.(?=[\w$<[])/),
  replace(/\.?<anonymous>/g),
  replace(/\[k([A-Z]\w*)\]/g, 'k$1'),
  replace(/\[Symbol\(([\w.]+)\)\]/g, '$1'),

  go,
  native,
];

/** `-[_NSJSONReader parseData:options:error:]` is `_NSJSONReader.parseData`. */
function objectiveC(symbol: string): string {
  const method = /^[-+]\[(\w+)(?:\(\w+\))? (\w+)[\w:]*\]/.exec(symbol);
  return method ? `${method[1]}.${method[2]}` : symbol;
}

/** `closure #1 in static TerminalController.handleClient(_:peerPid:)` is `TerminalController.handleClient`. */
function swift(symbol: string): string {
  return symbol
    .replace(
      /^(?:(?:(?:implicit )?closure #\d+ (?:\([^()]*\) (?:-> \S+ )?)?in|partial apply for|specialized|static|@objc|thunk for|protocol witness for) )+/,
      '',
    )
    .replace(/(\w)\((?:\w+:)+\)$/, '$1');
}

/** Lambdas, proxies, generated and anonymous classes are named after the class that contains them. */
function jvm(symbol: string): string {
  return symbol
    .replace(/^(?:app|platform|bootstrap)?\/{1,2}(?=[\w.]+\.)/, '')
    .replace(/^(?:[\w.-]+@[\w.+-]+\/)/, '')
    .replace(/^\[+L([\w.$/]+);$/, '$1')
    .replace(
      /\$\$(?:Lambda(?:\$\d+)?|(?:Enhancer|FastClass)By\w*)(?:[$/][\w$]*)*(?:\/(?:0x)?[\da-f]+)?/g,
      '',
    )
    .replace(/(?<=[.$])lambda\$([\w$]+?)\$\d+\b/g, '$1')
    .replace(/(\$Proxy|Generated(?:Method|Constructor|Serialization)Accessor)\d+/g, '$1')
    .replace(/(?<=\w)(?:\$\d+)+(?=\.|$)/g, '');
}

/** Methods as `pkg.Type.Method`, closures as the enclosing function, packages without vendor folder and version. */
function go(symbol: string): string {
  if (!/[./·]/.test(symbol) || symbol.includes('::')) return symbol;
  return symbol
    .replaceAll('%2e', '.')
    .replace(/(?:\.func)?·\d+$/, '')
    .replaceAll('·', '.')
    .replace(/^.*\/vendor\/(?=[\w-]+\.\w)/, '')
    .replaceAll(/@v\d+(?:\.\d+)*(?:-\w+(?:\.\d+)*)*(?:\+\w+)?/g, '')
    .replaceAll(/\/v\d+(?=[./])/g, '')
    .replaceAll(/\.v\d+(?=\.)/g, '')
    .replaceAll(/\.\(\*?([\w.]+)(?:\[[^\]]*\])?\)/g, '.$1')
    .replaceAll(/\[(?:\.\.\.|go\.shape[^\]]*)\]/g, '')
    .replace(/-fm$/, '')
    .replace(/(?:\.(?:func\d+|gowrap\d+|deferwrap\d+|\d+|glob\.))+$/, '');
}

/** C++, Rust and other languages that write generics in angle brackets and arguments in parentheses. */
function native(symbol: string): string {
  if (/^[\w.$~/@-]*$/.test(symbol)) return symbol;
  const rust = symbol
    .replace(/::h[\da-f]{16}$/, '')
    .replaceAll(/(?:::)?\{\{?(?:closure|impl|vtable|shim|unnamed|[A-Z]#)[^{}]*\}\}?/g, '')
    .replaceAll(/\{lambda\([^{}]*\)#\d+\}(?:::operator\(\)[^:]*)?/g, '');
  const selfless = withSelfType(rust);
  const bare = lastWord(withoutBrackets(selfless));
  return bare
    .replaceAll(
      /(?:\(anonymous namespace\)|\(anonymous class\)|_GLOBAL__N_\d*|__cxx11|__1|__ndk1)::/g,
      '',
    )
    .replaceAll(/'lambda\d*'|\$_\d+/g, '')
    .replaceAll(/::(?:::)+/g, '::')
    .replace(/^::|::$/g, '');
}

/** `<leak::Sender as Send>::send` is `leak::Sender::send`; `core::num::<impl Debug for u8>::fmt` is `u8::fmt`. */
function withSelfType(symbol: string): string {
  const start = /(?:^|::)<(?=.*>::)/.exec(symbol);
  if (!start) return symbol;
  const open = start.index + start[0].length - 1;
  // `Vec::<T>::push` names its type before the bracket.
  const isImpl = symbol.startsWith('<impl ', open);
  if (open > 0 && !isImpl) return symbol;
  const close = closing(symbol, open);
  if (close === undefined) return symbol;
  const inner = symbol.slice(open + 1, close);
  const [first, second] = splitTop(inner.replace(/^impl /, ''), isImpl ? ' for ' : ' as ');
  const [self, trait] = isImpl && second !== undefined ? [second, first] : [first, second];
  const type = typeName(self);
  const name = isBlanket(type) && trait !== undefined ? typeName(trait) : type;
  return name + symbol.slice(close + 1);
}

/** The name of a type as the owner of a method. */
function typeName(type: string): string {
  const bare = type
    .trim()
    .replace(/^(?:&(?:'\w+ )?(?:mut )?|\*(?:const|mut) |dyn |mut )+/, '')
    .trim();
  if (bare.startsWith('[')) return bare.includes(';') ? 'array' : 'slice';
  if (bare.startsWith('(')) return 'tuple';
  if (/^(?:unsafe )?(?:extern "\w+" )?(?:fn|for<)/.test(bare)) return 'fn';
  if (bare.startsWith('<')) return withSelfType(bare);
  return splitTop(bare, ' + ')[0];
}

/** Index of the `>` that closes the `<` at `open`. */
function closing(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '<') depth += 1;
    else if (text[at] === '>' && !/[-=]/.test(text[at - 1] ?? '')) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

/** Splits at the first `word` outside of brackets. */
function splitTop(text: string, word: string): [string, string | undefined] {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (/[<([]/.test(text[at] ?? '')) depth += 1;
    else if (/[>)\]]/.test(text[at] ?? '') && !/[-=]/.test(text[at - 1] ?? '')) depth -= 1;
    else if (depth === 0 && text.startsWith(word, at))
      return [text.slice(0, at), text.slice(at + word.length)];
  }
  return [text, undefined];
}

const operatorName =
  /operator(?:<=>|<<=?|>>=?|->\*?|[<>]=?|\(\)|\[\]|[-+*/%^&|~!=]{1,2}| (?:new|delete)(?:\[\])?|"" ?\w+| ?co_await)/y;

/** Without `<…>`, `(…)` and `[…]`; the brackets that belong to an operator stay. */
function withoutBrackets(symbol: string): string {
  let bare = '';
  let depth = 0;
  for (let at = 0; at < symbol.length; at += 1) {
    const char = symbol[at] ?? '';
    operatorName.lastIndex = at;
    const operator =
      depth === 0 && char === 'o' && !/\w/.test(symbol[at - 1] ?? '')
        ? operatorName.exec(symbol)
        : null;
    if (operator) {
      // The space in `operator new` does not end a return type, so it is hidden from `lastWord`.
      bare += operator[0].replaceAll(' ', '\u00a0');
      at += operator[0].length - 1;
    } else if (symbol.startsWith('(anonymous ', at) && depth === 0) {
      const end = symbol.indexOf(')', at);
      bare += symbol.slice(at, end + 1).replaceAll(' ', '\u00a0');
      at = end < 0 ? symbol.length : end;
    } else if (/[<([]/.test(char)) depth += 1;
    else if (/[>)\]]/.test(char)) {
      if (!/[-=]/.test(symbol[at - 1] ?? '')) depth = Math.max(0, depth - 1);
    } else if (depth === 0) bare += char;
  }
  return bare;
}

/** The name without the return type before it and the qualifiers after it. */
function lastWord(symbol: string): string {
  const words = symbol
    .trim()
    .replace(/ requires\b.*$/, '')
    .replace(/(?: (?:const|volatile|noexcept|&&?))+$/, '')
    .split(/ +/);
  const word = (words.at(-1) ?? '').replace(/^[*&]+/, '').replace(/(?:::)+$/, '');
  return word.replaceAll('\u00a0', ' ');
}

const scriptEnding = /\.(?:py|rb|js|mjs|cjs|ts|tsx|jsx|php|lua|pl|ex|exs|erl)$/;

/**
 * `/usr/lib/python3.11/site-packages/kombu/transport/base.py:911` is `kombu/transport/base.py`: at most the last three names
 * of the path, so that the folder of an installation does not matter. `base.py:send` keeps its function.
 */
function scriptPlace(symbol: string): string | undefined {
  const place = /^((?:[A-Za-z]:)?[^\s:()]*?)(?::(\d+)(?::\d+)?|:([A-Za-z_<]\S*))?$/.exec(symbol);
  const path = place?.[1] ?? '';
  if (!place || !scriptEnding.test(path) || (place[2] === undefined && !/[/:]/.test(symbol)))
    return undefined;
  const inPackage = path
    .replaceAll('\\', '/')
    .replace(/^.*\/(?:site-packages|dist-packages|node_modules|gems|python[\d.]+)\//, '');
  const names = inPackage.split('/').filter(Boolean).slice(-3).join('/');
  return place[3] === undefined ? names : `${names}:${place[3]}`;
}
