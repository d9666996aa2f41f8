import {
  createReading,
  type Fact,
  type Line,
  type Message,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

// `Reason:       OOMKilled` (describe), `reason: OOMKilled` (YAML), `"reason": "OOMKilled",` (JSON)
const pair = /^\s*(?:- )?"?([A-Za-z][\w ./-]{0,60}?)"?:(?:\s+|$)"?(.{0,500}?)"?,?\s*$/;
// api-6d4b8   0/1     OOMKilled   4 (57s ago)   2m40s
const podRow = /^(\S{1,253})\s+\d{1,4}\/\d{1,4}\s+OOMKilled\s+(\d{1,7})\b/;
// Warning  OOMKilling  5m  kernel-monitor, node-7  Memory cgroup out of memory: …
const event =
  /^\s*(?:.{0,200}?\s)?(?:Warning|Normal)\s+(?:OOMKilling|SystemOOM|OOMKilled|Evicted|EvictionThresholdMet|NodeHasInsufficientMemory|BackOff)\s.{0,1000}$/;
const memoryEvent =
  /OOMKill|SystemOOM|System OOM|out of memory|low on resource: memory|Evicted|InsufficientMemory/;

const stateNames =
  /^(?:Last State|Last Termination State|State|lastState|state|terminated|termination|resources)$/;
// `Terminated` and the like, an opening brace, or nothing, but not the State in /proc/PID/status.
const stateValues = /^(?:Terminated|Waiting|Running|\{?)$/;
const scalarNames =
  /^(?:Reason|reason|Exit ?Code|exitCode|Started|Finished|startedAt|finishedAt|Ready|ready|Restart Count|restartCount|containerID|Container ID|started|Message|message|signal|Signal)$/;
// Headings of `kubectl get pods` and of the table of events.
const tableHead =
  /^(?:NAME +READY +STATUS +RESTARTS +AGE|Events:|\s+Type +Reason +Age +From +Message|\s+-{4} +-{4,6} +-{4} +-{4} +-{5,7})\s*$/;
const closing = /^[\s}\],]+$/;
const sizes = /^(\d{1,18}(?:\.\d{1,6})?)([kMGT]i?|Ki)?$/;

/**
 * A pod that was killed for its memory: `kubectl describe pod`, its status as YAML or JSON, the table of `kubectl get
 * pods`, and events. Only lines about state, memory limits and events belong to the report.
 */
export const podStatus: TextFormat = {
  id: 'pod-status',
  label: 'kubectl: a pod killed for its memory',
  prefilter: /OOMKill|SystemOOM|"?[Ee]xit ?[Cc]ode"?: +137|low on resource: memory/m,
  anyLength: true,
  read(lines): Reading[] {
    const state: State = { consumed: [], facts: [], messages: [], section: '' };
    for (const [index, line] of lines.entries()) {
      const isName =
        line.text.startsWith('Name:') && lines[index + 1]?.text.startsWith('Namespace:') === true;
      if (isName)
        state.facts.push(...optionalFact('process', line.text.slice(5).trim(), line.number));
      const isConsumed = isName || line.text.startsWith('Namespace:') || readLine(state, line);
      const isEnd = closing.test(line.text) && state.consumed.at(-1) === lines[index - 1];
      if (isConsumed || (isEnd && state.consumed.length > 0)) state.consumed.push(line);
    }
    const isKill =
      state.messages.some(({ text }) => memoryEvent.test(text)) ||
      state.facts.some(({ key }) => key === 'oom-kind');
    if (!isKill) return [];
    return [
      createReading('pod-status', state.consumed, {
        facts: dedupe(state.facts),
        messages: state.messages,
        warnings: [
          {
            code: 'summary-only',
            text: 'Kubernetes reports that the limit was reached, not what reached it. Check the kernel log of the node ("dmesg -T") for the tasks and their sizes, and log the RSS of the process in the container.',
          },
        ],
      }),
    ];
  },
};

interface State {
  readonly consumed: Line[];
  readonly facts: Fact[];
  readonly messages: Message[];
  /** The section that the last heading began: limits or requests. */
  section: string;
}

function readLine(state: State, line: Line): boolean {
  const { text, number } = line;
  if (text.length > 2000 || text.trim() === '') return false;
  const row = podRow.exec(text);
  if (row) {
    state.messages.push({ text: text.trim(), at: number });
    state.facts.push(
      ...optionalFact('process', row[1], number),
      ...optionalFact('oom-kind', 'OOMKilled', number),
      ...optionalFact('restarts', Number(row[2]), number),
    );
    return true;
  }
  if (event.test(text) && memoryEvent.test(text)) {
    state.messages.push({ text: text.trim(), at: number });
    return true;
  }
  if (tableHead.test(text)) return true;
  const match = pair.exec(text);
  if (!match) return false;
  const [, name = '', value = ''] = match;
  if (/^(?:limits|requests)$/i.test(name) && /^\{?$/.test(value)) {
    state.section = name.toLowerCase();
    return true;
  }
  const isLimit = state.section !== '' && /^(?:memory|cpu|ephemeral-storage)$/.test(name);
  if (isLimit) return readLimit(state, name, value, number);
  if (stateNames.test(name)) return stateValues.test(value);
  if (name === 'name' && text.startsWith('name:')) {
    state.facts.push(...optionalFact('process', value, number));
    return true;
  }
  if (!scalarNames.test(name)) return false;
  readScalar(state, name, value, number, text);
  return true;
}

function readLimit(state: State, name: string, value: string, at: number): boolean {
  const size = sizes.exec(value);
  // In Kubernetes k, M and G are powers of 1000; Ki, Mi and Gi are powers of 1024.
  const bytes = parseBytes(size?.[1], size?.[2], 1000);
  if (name === 'memory' && state.section === 'limits')
    state.facts.push(...optionalFact('limit', bytes, at));
  return true;
}

function readScalar(state: State, name: string, value: string, at: number, text: string): void {
  const key = name.replaceAll(' ', '').toLowerCase();
  if (key === 'reason' && /^OOM ?Kill|^Evicted$/.test(value)) {
    state.facts.push(...optionalFact('oom-kind', value, at));
    state.messages.push({ text: text.trim(), at });
  }
  if (key === 'exitcode' && value === '137') state.messages.push({ text: text.trim(), at });
  if (key === 'message' && memoryEvent.test(value)) state.messages.push({ text: text.trim(), at });
  const count = Number(value);
  if (key === 'restartcount' && Number.isSafeInteger(count))
    state.facts.push(...optionalFact('restarts', count, at));
}

/** The largest number or the first text of each key, since a pod may have several containers. */
function dedupe(facts: readonly Fact[]): Fact[] {
  const byKey = new Map<string, Fact>();
  for (const fact of facts) {
    const known = byKey.get(fact.key);
    const isMore =
      typeof fact.value === 'number' &&
      typeof known?.value === 'number' &&
      fact.value > known.value;
    if (!known || isMore) byKey.set(fact.key, fact);
  }
  return [...byKey.values()];
}
