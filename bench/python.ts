/** Python through the real `run` command, in turns with the reference. */
import { ShowFolder } from '../e2e/driver/showFolder.ts';
import { type Benchmark, median, type Row } from './benchmark.ts';
import { type Contender, contenders, readyModule, stop, withShow } from './contender.ts';
import { residentMb } from './residentMemory.ts';

const turns = 3;

type ByContender = Partial<Record<Contender['name'], number>>;

/** Measures each contender `turns` times, one after the other, and takes the median of each. */
async function inTurns(measure: (contender: Contender) => Promise<number>): Promise<ByContender> {
  const all = contenders();
  const values = new Map<Contender['name'], number[]>(all.map(({ name }) => [name, []]));
  for (let turn = 0; turn < turns; turn++) {
    for (const contender of all) values.get(contender.name)?.push(await measure(contender));
  }
  return Object.fromEntries([...values].map(([name, list]) => [name, median(list)]));
}

const windowEvents = 500_000;
const warmUpWindows = 2;
const measuredWindows = 5;

const throughputShow = {
  'show.cfg': '[python gen]\nmodule = gen\n[python sink]\nmodule = sink\n[map]\ngen.o > sink.sink.h\n',
  // Twenty thousand events each 10 ms: more than can be carried, so the pipeline is always full.
  'gen.py': `import midimonster
N = 20000
def tick():
    for i in range(N):
        midimonster.output("o", (i & 1023) / 1023)
midimonster.interval(tick, 10)
`,
  'sink.py': `import midimonster, time
n = 0
t0 = time.perf_counter()
def h(v):
    global n, t0
    n += 1
    if n % ${windowEvents} == 0:
        t = time.perf_counter()
        print("rate %.0f" % (${windowEvents} / (t - t0)), flush=True)
        t0 = t
`,
};

async function throughput(): Promise<Row[]> {
  const rates = await inTurns((contender) =>
    withShow(contender, throughputShow, /^rate /, async ({ stdout }) => {
      const wanted = warmUpWindows + measuredWindows;
      const ratesSoFar = () => stdout.lines.flatMap((line) => (line.startsWith('rate ') ? [Number(line.slice(5))] : []));
      await stdout.waitFor(() => ratesSoFar().length >= wanted, 60_000);
      return median(ratesSoFar().slice(warmUpWindows, wanted));
    }),
  );
  const value = rates.ours ?? Number.NaN;
  const row = { what: 'Python -> route -> Python', value, unit: 'events/s', reference: rates.reference };
  if (rates.reference === undefined) return [row];
  return [
    { ...row, budget: { atLeast: rates.reference } },
    { what: '  ours / reference (aim: 1.5)', value: value / rates.reference, unit: 'x', budget: { atLeast: 1 } },
  ];
}

function showOfInstances(count: number): Record<string, string> {
  const names = Array.from({ length: count }, (_, index) => `py${index + 1}`);
  return { 'show.cfg': names.map((name) => `[python ${name}]\nmodule = ready\n`).join(''), 'ready.py': readyModule };
}

async function timeToLive(contender: Contender, count: number): Promise<number> {
  const folder = new ShowFolder(showOfInstances(count));
  const startedMs = performance.now();
  const program = contender.start(folder.file('show.cfg'));
  let seen = 0;
  const isLive = await program.stdout.waitFor((line) => line === 'ready' && ++seen === count, 60_000);
  const tookMs = performance.now() - startedMs;
  await stop(program);
  folder.dispose();
  if (!isLive) throw new Error(`${contender.name}: ${seen} of ${count} instances got live`);
  return tookMs / 1000;
}

const startBudgets: readonly (readonly [count: number, seconds: number | undefined])[] = [
  [1, 1.5],
  [4, undefined],
  [8, 5],
];

async function start(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [count, seconds] of startBudgets) {
    const times = await inTurns((contender) => timeToLive(contender, count));
    const row = {
      what: `run to first interval, ${count} Python instances`,
      value: times.ours ?? Number.NaN,
      unit: 's',
      reference: times.reference,
    };
    rows.push(seconds === undefined ? row : { ...row, budget: { atMost: seconds } });
  }
  return rows;
}

async function memory(): Promise<Row[]> {
  const rss = (count: number) => async (contender: Contender) =>
    withShow(contender, showOfInstances(count), /^ready/, async (program) => {
      let seen = 0;
      await program.stdout.waitFor((line) => line === 'ready' && ++seen === count, 60_000);
      return residentMb(program.pid);
    });
  const one = await inTurns(rss(1));
  const eight = await inTurns(rss(8));
  const ours = eight.ours ?? Number.NaN;
  return [
    { what: 'resident memory, 1 Python instance', value: one.ours ?? Number.NaN, unit: 'MB', reference: one.reference },
    { what: 'resident memory, 8 Python instances', value: ours, unit: 'MB', reference: eight.reference },
    {
      what: '  each further instance (of 8)',
      value: (ours - (one.ours ?? 0)) / 7,
      unit: 'MB',
      budget: { atMost: 60 },
      reference: eight.reference === undefined ? undefined : (eight.reference - (one.reference ?? 0)) / 7,
    },
  ];
}

const printedLines = 100_000;

async function printing(): Promise<Row[]> {
  const show = {
    'show.cfg': '[python py]\nmodule = printer\n',
    'printer.py': `import midimonster, time
def go():
    midimonster.interval(go, 0)
    t = time.perf_counter()
    for i in range(${printedLines}): print('a line of some thirty characters', i)
    print('took %.6f' % (time.perf_counter() - t), flush=True)
midimonster.interval(go, 10)
`,
  };
  const costs = await inTurns((contender) =>
    withShow(contender, show, /^took /, async ({ stdout }) => {
      const line = stdout.lines.find((one) => one.startsWith('took ')) ?? '';
      return (Number(line.slice(5)) / printedLines) * 1e6;
    }),
  );
  return [{ what: `print, per line of ${printedLines}`, value: costs.ours ?? Number.NaN, unit: 'us', reference: costs.reference }];
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'python-throughput', run: throughput },
  { name: 'python-start', run: start },
  { name: 'python-memory', run: memory },
  { name: 'python-print', run: printing },
];
