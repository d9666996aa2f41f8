import { expect, test } from 'vitest';

import { answerReports } from '../../src/find/report/matcher.ts';
import { readInputs } from '../../src/find/report/read-inputs.ts';
import { matcher } from './match-report.ts';
import { hasPastes } from './published.ts';

/** The slugs of the incidents that answer a text. */
async function slugsFor(text: string): Promise<string[]> {
  const inputs = await readInputs([{ name: 'text', bytes: new TextEncoder().encode(text) }]);
  return (await answerReports(inputs, matcher)).incidents.map(({ slug }) => slug);
}

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
