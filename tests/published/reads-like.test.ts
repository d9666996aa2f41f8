import { expect, test } from 'vitest';

import { answerReports } from '../../src/find/report/matcher.ts';
import { readInputs } from '../../src/find/report/read-inputs.ts';
import type { ReportAnswer } from '../../src/find/report/report-answer.ts';
import { matcher, rankPastes } from './match-report.ts';
import { hasPastes, pastesFolder } from './published.ts';

async function answerText(text: string): Promise<ReportAnswer> {
  const inputs = await readInputs([{ name: 'text', bytes: new TextEncoder().encode(text) }]);
  return answerReports(inputs, matcher);
}

/** The slugs of the incidents that answer a text. */
const slugsFor = async (text: string): Promise<string[]> =>
  (await answerText(text)).incidents.map(({ slug }) => slug);

test.runIf(hasPastes).each([
  [
    'prose',
    'Every `nginx -s reload` adds about 12 MB to each worker since we load the ModSecurity rules',
    'modsecurity-nginx-reload',
  ],
  [
    'a line with a version, and prose',
    'cert-manager version: 1.8.2\ncainjector is OOMKilled at start; 9000 Secrets, memory goes with their number',
    'cert-manager-cainjector-full-secret-cache',
  ],
  [
    'labels of metrics',
    [51234, 51236, 51238]
      .map(
        (port) =>
          `http_server_duration_count{net_sock_peer_port="${port}",otel_scope_name="go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"} 1`,
      )
      .join('\n'),
    'otelhttp-untrusted-metric-labels',
  ],
  [
    'a process name that the kernel cut',
    '  PID USER  PR  NI    VIRT    RES  SHR S %CPU %MEM   TIME+ COMMAND\n 1347 root  20   0 1179000 214000 1000 S  0.0  2.0 0:01.00 terraform-provi',
    'terraform-aws-provider-schema-memory',
  ],
  [
    'a class in prose',
    'Upload files are gone from disk, but the LinkedHashSet in java.io.DeleteOnExitHook has 2 million paths',
    'netty-deleteonexit-file-set',
  ],
  [
    'a sentence of Eclipse MAT',
    '160,000 instances of "zio.internal.FiberRuntime" occupy 111,000,000 (48.1%) bytes; most hang below Fiber._roots',
    'zio-fiber-roots-bag',
  ],
])('%s reaches the incident', async (_, text, slug) => {
  expect((await slugsFor(text))[0]).toBe(slug);
});

test.runIf(hasPastes)('what says nothing has no answer', async () => {
  expect(await slugsFor('Memory use is high where there are many tenants.')).toEqual([]);
});

test.runIf(hasPastes)('Go’s gRPC is not the C++ core of the same name', async () => {
  const stack = `goroutine profile: total 4021\n4000 @ 0x43a 0x44b\n#\t0x9d1\tgoogle.golang.org/grpc/transport.(*http2Client).reader+0x101\tgoogle.golang.org/grpc/transport/http2_client.go:1200\n`;
  const slugs = await slugsFor(stack);
  const ofCore = matcher.catalogue.signatures
    .filter(({ component }) => component.some(({ id }) => id === 'grpc-core'))
    .map(({ slug }) => slug);
  expect(slugs.filter((slug) => ofCore.includes(slug))).toEqual([]);
});

test.runIf(hasPastes).each([
  ['a text of stop words', 'the and of a to is in it\nthat this for with on as are was be'],
  ['numbers', '12 4096 77\n13 4100 78\n14 4104 80'],
  [
    'a manual',
    'Usage: free [options]\n\n -b, --bytes   show output in bytes\n -h, --human   show human-readable output\n -s N, --seconds N  repeat printing every N seconds\n -V, --version  output version information and exit',
  ],
  [
    'a program without leaks',
    '==42== HEAP SUMMARY:\n==42==     in use at exit: 0 bytes in 0 blocks\n==42==   total heap usage: 12 allocs, 12 frees, 74,880 bytes allocated\n==42==\n==42== All heap blocks were freed -- no leaks are possible',
  ],
  [
    'a healthy server',
    '10:00:00 INFO starting server on port 8080\n10:00:01 INFO connected to database\n10:00:05 INFO GET /health 200 2ms',
  ],
])('nothing is nearest to %s', async (_, text) => {
  expect((await answerText(text)).nearest).toEqual([]);
});

test.runIf(hasPastes)('most known faults that nothing claims are among the nearest', async () => {
  const silent = (await rankPastes(pastesFolder)).filter(
    ({ incident, answer }) => incident !== null && answer.incidents.length === 0,
  );
  const found = silent.filter(({ incident, answer }) =>
    answer.nearest.some(({ id }) => id === incident),
  );
  expect(found.length / silent.length).toBeGreaterThan(0.5);
});
