/** The window in Chromium while everything moves: 500 nodes, 2,000 meters, 60 Hz, through the real server, link and page. */
import { chromium, type Page } from '@playwright/test';
import { ServedShow } from '../e2e/driver/servedShow.ts';
import { ShowFolder } from '../e2e/driver/showFolder.ts';
import { chromiumOptions } from '../playwright.config.ts';
import type { Benchmark, Row } from './benchmark.ts';

const nodeCount = 500;
const chainLength = 50;
const measuredMs = 5000;

/**
 * Two channels run through chains of loopbacks, so that each node has two ports on each side, all of them moving: four meters a node.
 */
function movingShow(): Record<string, string> {
  const names = Array.from({ length: nodeCount }, (_, index) => `n${index + 1}`);
  const wires = names.flatMap((name, index) => {
    const from = index % chainLength === 0 ? 'gen' : names[index - 1];
    return ['a', 'b'].map((channel) => `${from}.${channel} > ${name}.${channel}`);
  });
  // The last node of a chain needs someone to send to, or its right side would be empty.
  const ends = names
    .filter((_, index) => index % chainLength === chainLength - 1)
    .flatMap((name) => [`${name}.a > end.a`, `${name}.b > end.b`]);
  const nodes = Object.fromEntries(names.map((name, index) => [name, { x: (index % 25) * 300, y: Math.floor(index / 25) * 180 }]));
  return {
    'show.cfg': [
      '[python gen]',
      'module = gen',
      ...names.map((name) => `[loopback ${name}]`),
      '[loopback end]',
      '[map]',
      ...wires,
      ...ends,
      '',
    ].join('\n'),
    'show.layout.json': JSON.stringify({ nodes: { ...nodes, gen: { x: -300, y: 0 }, end: { x: 7500, y: 0 } } }),
    'gen.py': `import math
import midimonster

step = 0


def move():
    global step
    step += 1
    midimonster.output("a", 0.5 + 0.5 * math.sin(step * 0.05))
    midimonster.output("b", 0.5 + 0.5 * math.cos(step * 0.05))


midimonster.interval(move, 10)
`,
  };
}

async function framesPerSecond(page: Page): Promise<number> {
  return page.evaluate(async (durationMs) => {
    const startedMs = performance.now();
    let frames = 0;
    while (performance.now() - startedMs < durationMs) {
      await new Promise(requestAnimationFrame);
      frames++;
    }
    return (frames * 1000) / (performance.now() - startedMs);
  }, measuredMs);
}

async function measureWindow(): Promise<Row[]> {
  const folder = new ShowFolder(movingShow());
  const served = await ServedShow.start(folder.file('show.cfg'));
  const browser = await chromium.launch(chromiumOptions);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const openedMs = performance.now();
    await page.goto(served.url);
    await page.waitForFunction(() => (window.patchmonsterProbe?.meters.value('end.a', 'in') ?? 0) > 0);
    const firstValueMs = performance.now() - openedMs;
    const link = await page.context().newCDPSession(page);
    await link.send('Performance.enable');
    const taskSeconds = async () => {
      const { metrics } = await link.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const framesBefore = await page.evaluate(() => window.patchmonsterProbe?.meters.frames ?? 0);
    const secondsBefore = await taskSeconds();
    const startedMs = performance.now();
    const fps = await framesPerSecond(page);
    const tookSeconds = (performance.now() - startedMs) / 1000;
    const busy = ((await taskSeconds()) - secondsBefore) / tookSeconds;
    const frames = (await page.evaluate(() => window.patchmonsterProbe?.meters.frames ?? 0)) - framesBefore;
    return [
      { what: `window of ${nodeCount} nodes: page opened to first value`, value: firstValueMs / 1000, unit: 's', budget: { atMost: 5 } },
      { what: `window of ${nodeCount} nodes, ${nodeCount * 4} moving meters`, value: fps, unit: 'fps', budget: { atLeast: 55 } },
      { what: '  main thread busy', value: busy * 100, unit: '%', budget: { atMost: 50 } },
      { what: '  value frames taken', value: frames / tookSeconds, unit: '1/s' },
    ];
  } finally {
    await browser.close();
    await served.stop();
    folder.dispose();
  }
}

export const benchmarks: readonly Benchmark[] = [{ name: 'window', run: measureWindow }];
