/**
 * Does memory grow while a show runs and is edited? A stream goes through OSC, Python and a loopback, a client adds and removes wires
 * and saves the module again and again. The design's eight hours at 1,000 events/s are 29 million events: `SOAK_SECONDS=3000` is as many.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LinkClient } from '../e2e/driver/linkClient.ts';
import { ServedShow } from '../e2e/driver/servedShow.ts';
import { ShowFolder } from '../e2e/driver/showFolder.ts';
import { freePort } from '../e2e/peers/freePort.ts';
import { encodeOscMessage } from '../e2e/peers/oscPacket.ts';
import { type Benchmark, median, type Row } from './benchmark.ts';
import { residentMb } from './residentMemory.ts';

const seconds = Number(process.env.SOAK_SECONDS ?? 60);
const eventsPerSecond = 10_000;
const sendEveryMs = 10;
const editEveryMs = 250;
const saveEveryMs = 2000;

const moduleText = (version: number) => `import midimonster
def h(v):
    midimonster.output("o", ${version} and 1.0 - v)
`;

const showText = (port: number) => `[osc in]
bind = 127.0.0.1 ${port}
[osc out]
destination = 127.0.0.1 ${port}
/back = f 0 1
[loopback l]
[python py]
module = h
[map]
in./f > py.h.h
py.o > l.o
l.o > out./back
`;

async function send(port: number, isOver: () => boolean): Promise<number> {
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const perTurn = (eventsPerSecond * sendEveryMs) / 1000;
  let sent = 0;
  while (!isOver()) {
    for (let index = 0; index < perTurn; index++) socket.send(encodeOscMessage({ path: '/f', types: 'f', args: [(sent++ % 997) / 997] }));
    await sleep(sendEveryMs);
  }
  socket.close();
  return sent;
}

async function edit(client: LinkClient, isOver: () => boolean): Promise<number> {
  let edits = 0;
  let { revision } = (await client.waitForNotice('hello')).hello.view;
  while (!isOver()) {
    const wire = { from: 'py.o', to: 'l.extra' };
    const change =
      edits % 2 === 0
        ? ({ kind: 'addWire', ...wire, direction: 'forward' } as const)
        : ({ kind: 'removeWire', key: `${wire.from} > ${wire.to}` } as const);
    const reply = await client.call({ method: 'edit', revision, edits: [change] });
    if (!reply.ok) throw new Error(reply.message);
    revision = reply.revision;
    edits++;
    await sleep(editEveryMs);
  }
  return edits;
}

async function saveModules(client: LinkClient, isOver: () => boolean): Promise<number> {
  let saves = 0;
  while (!isOver()) {
    const file = await client.call({ method: 'readFile', path: 'h.py' });
    await client.call({ method: 'saveModule', path: 'h.py', text: moduleText(++saves), baseVersion: file.version });
    await sleep(saveEveryMs);
  }
  return saves;
}

async function soak(): Promise<Row[]> {
  const port = await freePort();
  const folder = new ShowFolder({ 'show.cfg': showText(port), 'h.py': moduleText(0) });
  const show = await ServedShow.start(folder.file('show.cfg'));
  try {
    const client = await LinkClient.connect(show);
    const endMs = performance.now() + seconds * 1000;
    const isOver = () => performance.now() >= endMs;
    const samples: number[] = [];
    const watch = async () => {
      while (!isOver()) {
        samples.push(residentMb(show.program.pid));
        await sleep(500);
      }
    };
    const [sent, edits, saves] = await Promise.all([send(port, isOver), edit(client, isOver), saveModules(client, isOver), watch()]);
    const quarter = Math.floor(samples.length / 4);
    const early = median(samples.slice(quarter, 2 * quarter));
    const late = median(samples.slice(-quarter));
    return [
      { what: `resident memory in the second quarter of ${seconds} s`, value: early, unit: 'MB' },
      { what: '  in the last quarter', value: late, unit: 'MB', note: `${sent} events sent, ${edits} edits, ${saves} saved modules` },
      { what: '  growth', value: (late / early - 1) * 100, unit: '%', budget: { atMost: 10 } },
    ];
  } finally {
    await show.stop();
    folder.dispose();
  }
}

export const benchmarks: readonly Benchmark[] = [{ name: 'soak', run: soak }];
