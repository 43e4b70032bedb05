/**
 * Everything that has to hold: node --import tsx scripts/test.ts [stage ...]; without a name, all stages.
 * Ends with the line `N passed, N failed, N skipped` over all that it ran. A stage that ran nothing has failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './findChromium.ts';
import { type Counts, readConformanceCounts, readCounts, readPlaywrightCounts, readVitestCounts } from './testCounts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const typescript = ['node', '--import', 'tsx'];
const reports = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-test-'));

interface Stage {
  readonly name: string;
  readonly isNeededByAll?: boolean;
  readonly run: () => Promise<Counts>;
}

const stages: readonly Stage[] = [
  { name: 'build', isNeededByAll: true, run: build },
  { name: 'check', run: () => runTool([...typescript, 'scripts/check.ts', '--json'], readCounts) },
  { name: 'unit', run: () => runVitest(['--exclude', 'e2e/pack/**', '--exclude', 'scripts/layers.test.ts']) },
  { name: 'conformance', run: () => runTool([...typescript, 'e2e/conformance/run.ts', '--json'], readConformanceCounts) },
  { name: 'browser', run: () => runPlaywright(['--project', 'product', '--project', 'window']) },
  { name: 'electron', run: () => runPlaywright(['--project', 'electron']) },
  { name: 'packaging', run: () => runVitest(['e2e/pack']) },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0)
  throw new Error(`No stage is called ${unknown.join(', ')}; there are: ${stages.map(({ name }) => name).join(', ')}`);

const results: { readonly name: string; readonly counts: Counts; readonly minutes: number }[] = [];
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.includes(stage.name)) continue;
  console.log(`\n== ${stage.name}`);
  const startedMs = performance.now();
  const counts = await runStage(stage);
  results.push({ name: stage.name, counts, minutes: (performance.now() - startedMs) / 60_000 });
  if (stage.isNeededByAll && counts.failed > 0) break;
}
rmSync(reports, { recursive: true, force: true });

console.log('\n== minutes per stage');
for (const { name, counts, minutes } of results) console.log(`  ${name.padEnd(12)} ${minutes.toFixed(1).padStart(5)}   ${textOf(counts)}`);
const total = results.reduce((sum, { counts }) => add(sum, counts), { passed: 0, failed: 0, skipped: 0 });
console.log(
  `  ${'all'.padEnd(12)} ${results
    .reduce((sum, { minutes }) => sum + minutes, 0)
    .toFixed(1)
    .padStart(5)}`,
);
console.log(textOf(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** A stage that throws, or that ran nothing, counts as one failure. */
async function runStage(stage: Stage): Promise<Counts> {
  try {
    const counts = await stage.run();
    if (counts.passed + counts.failed > 0) return counts;
    console.log(`${stage.name}: nothing was run`);
    return { ...counts, failed: 1 };
  } catch (error) {
    console.log(`${stage.name}: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function build(): Promise<Counts> {
  const code = await spawnTool(['node', 'scripts/build.mjs'], {});
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

function runVitest(args: readonly string[]): Promise<Counts> {
  const command = ['npx', '--no-install', 'vitest', 'run', '--reporter=default', '--reporter=json', ...args];
  return runTool([...command, '--outputFile'], readVitestCounts);
}

function runPlaywright(args: readonly string[]): Promise<Counts> {
  const environment = { PATCHMONSTER_CHROMIUM: ensureChromium() };
  return runTool(['npx', '--no-install', 'playwright', 'test', ...args], readPlaywrightCounts, 'PLAYWRIGHT_JSON_OUTPUT_FILE', environment);
}

/** Runs a tool that writes a report, to a file given as its last argument or in an environment variable. */
async function runTool(
  command: readonly string[],
  read: (report: unknown) => Counts,
  reportVariable?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  const report = path.join(reports, `${results.length}.json`);
  const code =
    reportVariable === undefined
      ? await spawnTool([...command, report], environment)
      : await spawnTool(command, { ...environment, [reportVariable]: report });
  const counts = read(JSON.parse(readFileSync(report, 'utf8')));
  // A tool can fail without a failed test: a file that does not load, an unhandled rejection.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Its output passes through as it comes. */
function spawnTool([file = '', ...args]: readonly string[], environment: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn(file, args, { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

function textOf({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
