import type { Frame, Line } from '../../report.ts';

/** The notation of a stack. Lines of different styles are never of one stack. */
export type FrameStyle =
  'at' | 'numbered' | 'python' | 'ruby' | 'php' | 'native' | 'kernel' | 'beam';

export interface PrintedFrame {
  readonly style: FrameStyle;
  readonly frame: Frame;
  /** Number of the frame, if it is printed. */
  readonly number?: number;
}

interface Pattern {
  readonly style: FrameStyle;
  readonly regex: RegExp;
}

const place = String.raw`(?<file>[^\s()][^()]*?):(?<line>\d{1,9})(?::\d{1,9})?`;

/** Patterns with a real line each. Within a style, the one that matches most of a line comes first. */
const patterns: readonly Pattern[] = [
  //    at Shop.Cart.Add(Item item) in /src/Shop/Cart.cs:line 12
  { style: 'at', regex: /^\s*at (?<name>\S.*?) in (?<file>.+?):(?:line )?(?<line>\d{1,9})$/ },
  // 	at com.acme.shop.LeakApp.handleRequest(LeakApp.java:8)   (Native Method)   ~[spring-core-5.3.jar:5.3]
  {
    style: 'at',
    regex:
      /^\s*at (?:[\w.@-]+\/+)*(?<name>[\w$.<>]+)\((?:(?<file>[\w$-]+\.(?:java|kt|kts|scala|groovy|clj)):(?<line>\d{1,9})|[\w$-]+\.(?:java|kt|scala|groovy|clj)|Native Method|Unknown Source|<generated>|Redefined)\)(?: ~?\[(?<module>[^\]]{1,200})\])?$/,
  },
  //     at Server.handle [as onRequest] (/app/server.js:12:7)
  {
    style: 'at',
    regex: new RegExp(
      String.raw`^\s*at (?:async )?(?<name>[^\s(][^(]*?)(?: \[as [^\]]{1,100}\])? \((?:${place}|(?<module>native|<anonymous>|index \d{1,9}|unknown location))\)$`,
    ),
  },
  //     at /app/server.js:12:7
  {
    style: 'at',
    regex:
      /^\s*at (?:async )?(?<file>(?:[a-z-]+:\/\/|node:|\/|[A-Z]:\\|\.{1,2}\/|internal\/|<anonymous>)[^()]*?):(?<line>\d{1,9}):\d{1,9}$/,
  },
  //    at System.Collections.Generic.Dictionary`2.Resize(Int32 newSize, Boolean forceNewHashCodes)
  {
    style: 'at',
    regex: /^\s*at (?<name>[A-Za-z_][\w`<>+[\],]*\.[\w`<>+[\],|.]+(?: [\w.]{1,40})?\([^()]*\))$/,
  },
  // handleRequest@https://example.org/app.js:12:7
  {
    style: 'at',
    regex:
      /^\s*(?<name>[\w$./<*]{0,200})@(?<file>(?:https?|file|resource|chrome|moz-extension):\/\/[^\s@]+?):(?<line>\d{1,9})(?::\d{1,9})?$/,
  },
  //   * frame #0: 0x000000010000 libsystem_malloc.dylib`malloc + 12 at malloc.c:12:3
  {
    style: 'numbered',
    regex:
      /^\s*(?:\* )?frame #(?<number>\d{1,5}): 0x[\da-fA-F]+ (?<module>[^`]+)`(?<name>.+?)(?: \+ \d+)?(?: at (?<file>[^\s:]+):(?<line>\d{1,9})(?::\d+)?)?(?: \[opt\])?$/,
  },
  // #11 0x0000555555555292 in Index::grow (this=0x7ffe620) at /src/badalloc.cpp:3      from /lib/libstdc++.so.6
  {
    style: 'numbered',
    regex:
      /^\s*#(?<number>\d{1,5}) {1,4}(?:0x[\da-fA-F]+ in )?(?<name>\S.*?) \(.*\)(?: at (?<file>\S+):(?<line>\d{1,9})| from (?<module>\S+))$/,
  },
  {
    style: 'numbered',
    regex:
      /^\s*#(?<number>\d{1,5}) {1,4}0x[\da-fA-F]+ in (?<name>\S.*?) \([^()]*(?:\([^()]*\)[^()]*)?\)$/,
  },
  //     #1 0x7f in grow /src/oob.c:12:3      (libssl.so.3+0x1c)
  {
    style: 'numbered',
    regex:
      /^\s*#(?<number>\d{1,5}) {1,4}0x[\da-fA-F]+ in (?<name>\S.*?) (?:(?<file>\/[^():]+)(?::(?<line>\d{1,9})(?::\d{1,9})?)?|\((?<module>[^()\s]+)\+0x[\da-f]+\)(?: \(BuildId: [\da-f]+\))?)$/,
  },
  // #0 /srv/www/vendor/monolog/Logger.php(512): Monolog\Logger->addRecord()
  {
    style: 'php',
    regex:
      /^\s*#(?<number>\d{1,5}) (?<file>[^\s(][^(]*)\((?<line>\d{1,9})\): (?<name>[\w\\$:>{}-]+)\(.*\)$/,
  },
  {
    style: 'php',
    regex: /^\s*#(?<number>\d{1,5}) (?<name>\[internal function\]|\{main\})(?:: .*)?$/,
  },
  //   10:     0x55d5c8f0e1a0 - oom::grow_index::h3c1f0a9b8e7d6c5b
  { style: 'numbered', regex: /^ {0,8}(?<number>\d{1,4}): {1,8}0x[\da-f]{4,16} - (?<name>\S.*)$/ },
  //   10: oom::grow_index
  {
    style: 'numbered',
    regex:
      /^ {0,8}(?<number>\d{1,4}): {1,8}(?<name>(?:<.*>|[A-Za-z_][\w$.]*)::\S.*|main|_?_?rust_\w+|_start|start_thread|__?libc_start\w*|clone\d?|__clone)$/,
  },
  //   File "/app/load.py", line 12, in load_rows
  {
    style: 'python',
    regex: /^\s*File "(?<file>[^"]+)", line (?<line>\d{1,9})(?:, in (?<name>\S.*))?$/,
  },
  // 	from /app/lib/import.rb:12:in `load_rows'        12: from /app/…
  {
    style: 'ruby',
    regex:
      /^\s*(?:\d{1,5}: )?(?:from )?(?<file>[^\s:][^:]*):(?<line>\d{1,9}):in [`'](?<name>[^'`]+)'$/,
  },
  // 3   libsystem_malloc.dylib   0x00007fff6c0a1234 malloc_zone_malloc + 140
  {
    style: 'native',
    regex:
      /^\s*(?<number>\d{1,5}) {1,4}(?<module>\S.*?)\s+0x[\da-fA-F]{8,16} (?<name>\S.*?) \+ \d+(?: \((?<file>[^():]+):(?<line>\d{1,9})\))?$/,
  },
  //       #02 pc 0000000000018e88  /system/lib64/libc.so (malloc+12)
  {
    style: 'native',
    regex:
      /^.{0,60}?#(?<number>\d\d) {1,2}pc [\da-f]{8,16} {1,2}(?<module>\S+)(?: \((?:offset 0x[\da-f]+\) \()?(?<name>.+?)\+\d+\))(?: \(BuildId: [\da-f]+\))?$/,
  },
  // /usr/sbin/shopd(cart_add+0x1f) [0x55d5c8f0e1a0]
  {
    style: 'native',
    regex: /^\s*(?<module>[^\s()]+)\((?<name>[^()+]+)\+0x[\da-f]+\) ?\[0x[\da-f]+\]$/,
  },
  //  ? __alloc_pages_nodemask+0x1be/0x2a0 [kernel]
  {
    style: 'kernel',
    regex:
      /^(?:.{0,60}?\])?\s+(?:\[<[\da-f]{8,16}>\] )?(?:\? )?(?<name>[A-Za-z_][\w.]{2,120})\+0x[\da-f]{1,8}\/0x[\da-f]{1,8}(?: \[(?<module>[\w -]+)\])?$/,
  },
  //     (phoenix 1.7.0) lib/phoenix/socket.ex:12: Phoenix.Socket.push/2
  {
    style: 'beam',
    regex:
      /^\s+(?:\((?<module>[\w]+(?: [\w.-]+)?)\) )?(?<file>[\w./-]+\.(?:exs?|erl)):(?<line>\d{1,9}): (?<name>[\w.:"'/<>-]+)$/,
  },
];

// Longer lines are data, not frames.
const maxLineLength = 2000;

/** Parses a frame in any of the common notations; undefined if the line is something else. */
export function parseFrame({ text, number: at }: Line): PrintedFrame | undefined {
  if (text.length > maxLineLength || !/[:#+@("]/.test(text)) return undefined;
  const bare = text.trimEnd();
  for (const { style, regex } of patterns) {
    const groups = regex.exec(bare)?.groups;
    if (!groups) continue;
    const { name, file, line, module, number } = groups;
    const lineNumber = line === undefined ? undefined : Number(line);
    const stated = name?.trim();
    return {
      style,
      frame: {
        name: stated === undefined || stated === '' ? `${file ?? '?'}:${line ?? 0}` : stated,
        ...(module === undefined ? {} : { module: module.trim() }),
        ...(file === undefined ? {} : { file: file.trim() }),
        ...(lineNumber === undefined ? {} : { line: lineNumber }),
        at,
      },
      ...(number === undefined ? {} : { number: Number(number) }),
    };
  }
  return undefined;
}
