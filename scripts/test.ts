/**
 * Everything that has to hold: node --import tsx scripts/test.ts [stage ...]; without a name, all stages.
 * What fails beside others is run once more by itself, since the machine may be busy with other things: what passes then is named.
 * Ends with what failed and why, and the line `N passed, N failed, N skipped` over all that it ran. A stage that ran nothing has failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './findChromium.ts';
import {
  type Counts,
  type Outcome,
  outcomeAfterSecondTry,
  readChecks,
  readConformance,
  readPlaywright,
  readVitest,
} from './testReports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const typescript = ['node', '--import', 'tsx'];
let reportCount = 0;
const reports = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-test-'));

interface Stage {
  readonly name: string;
  readonly isNeededByAll?: boolean;
  readonly run: () => Promise<Outcome>;
}

const stages: readonly Stage[] = [
  { name: 'build', isNeededByAll: true, run: build },
  { name: 'check', run: () => runTool([...typescript, 'scripts/check.ts', '--json'], readChecks) },
  { name: 'unit', run: () => runVitest(['--exclude', 'e2e/pack/**', '--exclude', 'scripts/layers.test.ts']) },
  { name: 'conformance', run: () => runTool([...typescript, 'e2e/conformance/run.ts', '--json'], readConformance) },
  { name: 'browser', run: () => runPlaywright(['--project', 'product', '--project', 'window']) },
  { name: 'electron', run: () => runPlaywright(['--project', 'electron']) },
  { name: 'packaging', run: () => runVitest(['e2e/pack']) },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0)
  throw new Error(`No stage is called ${unknown.join(', ')}; there are: ${stages.map(({ name }) => name).join(', ')}`);

const results: { readonly name: string; readonly outcome: Outcome; readonly minutes: number }[] = [];
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.includes(stage.name)) continue;
  console.log(`\n== ${stage.name}`);
  const startedMs = performance.now();
  const outcome = await runStage(stage);
  results.push({ name: stage.name, outcome, minutes: (performance.now() - startedMs) / 60_000 });
  if (stage.isNeededByAll && outcome.failed > 0) break;
}
rmSync(reports, { recursive: true, force: true });

console.log('\n== minutes per stage');
for (const { name, outcome, minutes } of results)
  console.log(`  ${name.padEnd(12)} ${minutes.toFixed(1).padStart(5)}   ${textOf(outcome)}`);
const total = results.reduce((sum, { outcome }) => add(sum, outcome), { passed: 0, failed: 0, skipped: 0 });
console.log(
  `  ${'all'.padEnd(12)} ${results
    .reduce((sum, { minutes }) => sum + minutes, 0)
    .toFixed(1)
    .padStart(5)}`,
);
const secondTries = results.flatMap(({ outcome }) => outcome.secondTry);
if (secondTries.length > 0) console.log(`\n== passed only at a second try\n${secondTries.map((one) => `  ${one}`).join('\n')}`);
const failures = results.flatMap(({ name, outcome }) => outcome.failures.map((failure) => ({ stage: name, ...failure })));
if (failures.length > 0) console.log('\n== failed');
for (const { stage, name, why } of failures) console.log(`  ${stage}: ${name}\n${why.replace(/^/gm, '    ')}`);
console.log(textOf(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** A stage that throws, or that ran nothing, counts as one failure. */
async function runStage(stage: Stage): Promise<Outcome> {
  try {
    const outcome = await stage.run();
    if (outcome.passed + outcome.failed > 0) return outcome;
    return { ...failedOnce(stage.name, 'nothing was run'), skipped: outcome.skipped };
  } catch (error) {
    return failedOnce(stage.name, error instanceof Error ? error.message : String(error));
  }
}

function failedOnce(name: string, why: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, failures: [{ name, why }], secondTry: [] };
}

async function build(): Promise<Outcome> {
  const code = await spawnTool(['node', 'scripts/build.mjs'], {});
  if (code !== 0) return failedOnce('build', 'its output is above');
  return { passed: 1, failed: 0, skipped: 0, failures: [], secondTry: [] };
}

async function runVitest(args: readonly string[]): Promise<Outcome> {
  const command = ['npx', '--no-install', 'vitest', 'run', '--reporter=default', '--reporter=json'];
  const first = await runTool([...command, ...args, '--outputFile'], readVitest);
  const files = [...new Set(first.failures.flatMap(({ file }) => file ?? []))];
  if (files.length === 0) return first;
  console.log(`\nOnce more, one file at a time: ${files.join(', ')}`);
  return outcomeAfterSecondTry(first, await runTool([...command, '--maxWorkers=1', ...files, '--outputFile'], readVitest));
}

function runPlaywright(args: readonly string[]): Promise<Outcome> {
  const environment = { PATCHMONSTER_CHROMIUM: ensureChromium() };
  const command = ['npx', '--no-install', 'playwright', 'test', '--retries=1', ...args];
  return runTool(command, readPlaywright, 'PLAYWRIGHT_JSON_OUTPUT_FILE', environment);
}

/** Runs a tool that writes a report, to a file given as its last argument or in an environment variable. */
async function runTool(
  command: readonly string[],
  read: (report: unknown) => Outcome,
  reportVariable?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const report = path.join(reports, `${reportCount++}.json`);
  const code =
    reportVariable === undefined
      ? await spawnTool([...command, report], environment)
      : await spawnTool(command, { ...environment, [reportVariable]: report });
  const outcome = read(JSON.parse(readFileSync(report, 'utf8')));
  // A tool can fail without a failed test: a file that does not load, an unhandled rejection.
  if (code === 0 || outcome.failed > 0) return outcome;
  const { failed, failures } = failedOnce(command.join(' '), `ended with code ${code}; its output is above`);
  return { ...outcome, failed, failures };
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
