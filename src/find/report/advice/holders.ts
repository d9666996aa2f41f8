import { counted, percent } from './figures.ts';
import type { Rule } from './rule.ts';

/** What a histogram is led by. */
export const holderRules: readonly Rule[] = [
  {
    name: 'class-loaders',
    subject: 'holder',
    clues: ['class-metadata'],
    asks: ['class loaders', 'heap dump'],
    find({ classes, most }) {
      const loaders = classes
        .filter(({ name }) => /ClassLoader(?:\$\w+)?$/.test(name))
        .reduce((sum, { count = 0 }) => sum + count, 0);
      const loaded = most('classes');
      if (loaders < 500 && loaded < 60_000) return undefined;
      return {
        found:
          loaders >= 500
            ? `${counted(loaders, 'class loader')} are alive.`
            : `${counted(loaded, 'class', 'classes')} are loaded.`,
        means:
          'Classes are loaded again and again, and not unloaded: by redeployment, or by code that is generated at run time. One reference to a class of a loader, often from a thread, a thread-local or a static cache, keeps all of it.',
      };
    },
  },
  {
    name: 'finalizer-queue',
    subject: 'holder',
    clues: ['finalizer-queue'],
    asks: ['finalizers', 'heap dump'],
    find({ classes }) {
      const waiting = classes.find(({ name }) => name === 'java.lang.ref.Finalizer')?.count ?? 0;
      if (waiting < 20_000) return undefined;
      return {
        found: `${counted(waiting, 'object')} with a finalizer are alive.`,
        means:
          'Such objects need two collections and one thread that runs the finalizers. If it is blocked or too slow, they pile up with all that they refer to.',
      };
    },
  },
  {
    name: 'detached-nodes',
    subject: 'holder',
    clues: ['still-referenced', 'many-listeners'],
    asks: ['heap dump', 'heap growth'],
    find({ classes }) {
      const detached = classes
        .filter(({ name }) => /^Detached /.test(name))
        .reduce((sum, { count = 0 }) => sum + count, 0);
      if (detached < 100) return undefined;
      return {
        found: `${counted(detached, 'detached DOM node')}.`,
        means:
          'The page no longer shows these nodes, but a script still refers to them: a listener, a closure, a variable of a component that was removed.',
      };
    },
  },
  {
    name: 'led-by-arrays',
    subject: 'holder',
    clues: ['still-referenced'],
    asks: ['heap dump', 'heap growth'],
    find({ classes, isFrom }) {
      if (!isFrom('jvm', 'hprof', 'v8', 'dotnet', 'python')) return undefined;
      const total = classes.reduce((sum, { bytes: size = 0 }) => sum + size, 0);
      const plain = classes
        .filter(({ name }) => isPlainData(name))
        .reduce((sum, { bytes: size = 0 }) => sum + size, 0);
      const own = classes.find(({ name, count = 0 }) => !isRuntimeClass(name) && count > 1);
      if (total === 0 || plain < 0.5 * total) return undefined;
      return {
        found: `${percent(plain, total)} of it is plain arrays and strings${own ? `; the first class of the program itself is ${own.name.slice(0, 100)}${own.count === undefined ? '' : `, ${counted(own.count, 'instance')}`}` : ''}.`,
        means:
          'Nearly every histogram is led by these: they are the contents of other objects. Ask who holds them: look at the retained sizes (dominators) in a heap dump, or at the program’s own classes further down.',
      };
    },
  },
];

const isPlainData = (name: string): boolean =>
  /^(?:\[+[BCIJSZFDL]|(?:byte|char|int|long|short|boolean|float|double)\[|java\.lang\.(?:String|Object\[\])|\((?:string|array|concatenated string|sliced string|code|object shape|system|number|compiled code)\)|System\.(?:String|Byte\[\]|Char\[\]|Object\[\]|Int32\[\])|str$|bytes$|bytearray$|list$|tuple$|dict$|int$)/.test(
    name,
  );

const isRuntimeClass = (name: string): boolean =>
  isPlainData(name) ||
  /^(?:java|javax|jdk|sun|com\.sun|kotlin|scala|System|Microsoft)\.|^\(|^<|^(?:Object|Array|Map|Set|Function|Closure|Promise|set|type|function|code|frozenset|cell|module|method|weakref|property|dict of .*|types\..*|builtin.*|_?abc\..*|Free)\b/.test(
    name,
  );
