/** OSC in, a Python handler, OSC out: round trips paired with a bare datagram echo, and a flood. */
import { fork } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../e2e/peers/freePort.ts';
import { encodeOscMessage } from '../e2e/peers/oscPacket.ts';
import { type Benchmark, median, quantile, type Row } from './benchmark.ts';
import { type Contender, contenders, readyModule, withShow } from './contender.ts';

const warmUpTrips = 6000;
const blockCount = 16;
const blockTrips = 300;

const inverter = `import midimonster
def h(v):
    midimonster.output("o", 1.0 - v)
`;

function inverterShow(inPort: number, ownOutPort: number, outPort: number): Record<string, string> {
  return {
    'show.cfg': `[osc in]\nbind = 127.0.0.1 ${inPort}\n[osc out]\nbind = 127.0.0.1 ${ownOutPort}\ndestination = 127.0.0.1 ${outPort}\n/f = f 0.0 1.0\n[python py]\nmodule = inv\nmodule = ready\n[map]\nin./f > py.inv.h\npy.o > out./f\n`,
    'inv.py': inverter,
    'ready.py': readyModule,
  };
}

/** One end of a round trip: sends a value and waits for the answer. */
class Prober {
  readonly times: number[] = [];

  private constructor(
    private readonly socket: Socket,
    readonly port: number,
  ) {}

  static async open(): Promise<Prober> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Prober(socket, socket.address().port);
  }

  /** Microseconds of `count` round trips, one after the other, each with another value. */
  async block(port: number, count: number): Promise<number[]> {
    const times: number[] = [];
    for (let trip = 0; trip < count; trip++) times.push(await this.trip(port, (trip + 1) / (count + 2)));
    return times;
  }

  private trip(port: number, value: number): Promise<number> {
    const packet = encodeOscMessage({ path: '/f', types: 'f', args: [value] });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No answer from port ${port} within 2 s`)), 2000);
      const startedMs = performance.now();
      this.socket.once('message', () => {
        clearTimeout(timer);
        resolve((performance.now() - startedMs) * 1000);
      });
      this.socket.send(packet, port, '127.0.0.1');
    });
  }

  close(): void {
    this.socket.close();
  }
}

async function withEcho<T>(use: (port: number) => Promise<T>): Promise<T> {
  const child = fork(fileURLToPath(new URL('echo.mjs', import.meta.url)), [], { execArgv: [] });
  try {
    const [port] = await once(child, 'message');
    return await use(Number(port));
  } finally {
    child.kill();
  }
}

async function latency(): Promise<Row[]> {
  const others = contenders();
  const ends: { contender: Contender; prober: Prober; port: number; outPort: number }[] = [];
  for (const contender of others) ends.push({ contender, prober: await Prober.open(), port: await freePort(), outPort: await freePort() });
  const echoProber = await Prober.open();
  const echoTimes: number[] = [];
  const ratios = new Map(others.map(({ name }): [string, number[]] => [name, []]));
  const trips = new Map(others.map(({ name }): [string, number[]] => [name, []]));

  const measure = (echoPort: number) => async () => {
    for (const { prober, port } of ends) await prober.block(port, warmUpTrips);
    await echoProber.block(echoPort, warmUpTrips);
    for (let block = 0; block < blockCount; block++) {
      const bare = await echoProber.block(echoPort, blockTrips);
      echoTimes.push(...bare);
      for (const { contender, prober, port } of ends) {
        const times = await prober.block(port, blockTrips);
        trips.get(contender.name)?.push(...times);
        ratios.get(contender.name)?.push(median(times) / median(bare));
      }
    }
  };
  await withEcho((echoPort) =>
    ends.reduceRight(
      (inner: () => Promise<void>, { contender, prober, port, outPort }) =>
        () =>
          withShow(contender, inverterShow(port, outPort, prober.port), /^ready/, inner),
      measure(echoPort),
    )(),
  );
  for (const { prober } of ends) prober.close();
  echoProber.close();

  const reference = (q: number) => {
    const times = trips.get('reference');
    return times === undefined ? undefined : quantile(times, q);
  };
  const ours = trips.get('ours') ?? [];
  const oursToBare = median(ratios.get('ours') ?? []);
  const referenceToBare = ratios.has('reference') ? median(ratios.get('reference') ?? []) : undefined;
  return [
    { what: 'bare datagram echo in Node, round trip p50', value: quantile(echoTimes, 0.5), unit: 'us' },
    { what: 'bare datagram echo in Node, round trip p99', value: quantile(echoTimes, 0.99), unit: 'us' },
    { what: 'OSC -> handler -> OSC, round trip p50', value: quantile(ours, 0.5), unit: 'us', reference: reference(0.5) },
    {
      what: 'OSC -> handler -> OSC, round trip p99',
      value: quantile(ours, 0.99),
      unit: 'us',
      budget: { atMost: 1000 },
      reference: reference(0.99),
    },
    { what: 'OSC -> handler -> OSC, round trip p99.9', value: quantile(ours, 0.999), unit: 'us', reference: reference(0.999) },
    {
      what: '  p50 against the bare echo, median of paired blocks',
      value: oursToBare,
      unit: 'x',
      budget: { atMost: 2 },
      reference: referenceToBare,
      note: 'aim: 1.3',
    },
  ];
}

const floodSize = 100_000;
/** One sender alone is slower than a handler can be. */
const senderCount = 2;

const counter = `import midimonster
n = 0
last = None
def h(v):
    global n
    n += 1
def ask(v):
    print('count', n, flush=True)
`;

function floodShow(port: number): Record<string, string> {
  return {
    'show.cfg': `[osc in]\nbind = 127.0.0.1 ${port}\n[python py]\nmodule = cnt\nmodule = ready\n[map]\nin./f > py.cnt.h\nin./ask > py.cnt.ask\n`,
    'cnt.py': counter,
    'ready.py': readyModule,
  };
}

async function sendFlood(port: number, count: number): Promise<void> {
  const child = fork(fileURLToPath(new URL('floodSender.mjs', import.meta.url)), [String(port), String(count)], { execArgv: [] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`A sender ended with status ${code}`);
}

/** Sends from two processes as fast as they can, then asks for the count until it stands still. */
async function deliveredShare(contender: Contender): Promise<number> {
  const port = await freePort();
  return withShow(contender, floodShow(port), /^ready/, async ({ stdout }) => {
    await Promise.all(Array.from({ length: senderCount }, () => sendFlood(port, floodSize / senderCount)));
    const socket = createSocket('udp4');
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const ask = encodeOscMessage({ path: '/ask', types: 'f', args: [1] });
    let count = -1;
    for (let answers = 0; ; answers++) {
      const before = count;
      socket.send(ask);
      const lineCount = stdout.lines.filter((line) => line.startsWith('count ')).length;
      await stdout.waitFor(() => stdout.lines.filter((line) => line.startsWith('count ')).length > lineCount, 1000);
      count = Number((stdout.lines.filter((line) => line.startsWith('count ')).at(-1) ?? 'count -1').slice(6));
      if (count >= 0 && count === before) break;
      if (answers > 100) throw new Error(`${contender.name} did not answer after the flood`);
    }
    socket.close();
    return count / floodSize;
  });
}

async function flood(): Promise<Row[]> {
  const shares = new Map<string, number[]>();
  for (let turn = 0; turn < 3; turn++) {
    for (const contender of contenders()) {
      shares.set(contender.name, [...(shares.get(contender.name) ?? []), (await deliveredShare(contender)) * 100]);
    }
  }
  const reference = shares.has('reference') ? median(shares.get('reference') ?? []) : undefined;
  const row = {
    what: `flood of ${floodSize} datagrams, delivered to the handler`,
    value: median(shares.get('ours') ?? []),
    unit: '%',
    reference,
  };
  return [reference === undefined ? row : { ...row, budget: { atLeast: Math.min(100, 2 * reference) } }];
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'osc-latency', run: latency },
  { name: 'osc-flood', run: flood },
];
