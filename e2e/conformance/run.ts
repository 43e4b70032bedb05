/**
 * Runs the recorded cases against the built program: node --import tsx e2e/conformance/run.ts [WORD...] [options]
 *   WORD...      areas, or words in the names of cases   --command   all of them through the real command
 *   --jobs N                  at once (3)     --json FILE results for machines   --own       the cases of ownCases alone
 *   --reference               $MIDIMONSTER instead, which must do what was recorded of it: this checks the runner itself
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cliFile, rootFolder } from '../driver/paths.ts';
import { startCommand } from '../process/commandProgram.ts';
import type { Program, StartProgram } from '../process/program.ts';
import { type Case, loadCases } from './caseFile.ts';
import { type Difference, judge } from './judge.ts';
import { notYetAreas, notYetCases } from './notYet.ts';
import { observe } from './observe.ts';
import { describeDifference, summaryOf } from './report.ts';
import { goesThroughCommand, isOwnSample, ownGoesThroughCommand } from './sample.ts';
import { WarmProcess } from './warmProcess.ts';

export type Verdict = 'passed' | 'failed' | 'skipped';

export interface CaseResult {
  readonly name: string;
  readonly area: string;
  readonly verdict: Verdict;
  readonly how: 'command' | 'warm' | 'not run';
  readonly tookMs: number;
  /** Failed beside others; this is what it did alone. */
  readonly wasRepeated?: boolean;
  readonly note: string;
  readonly differences: readonly Difference[];
  readonly stderr: readonly string[];
}

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    command: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '3' },
    json: { type: 'string' },
    reference: { type: 'boolean', default: false },
    own: { type: 'boolean', default: false },
  },
});

interface Job {
  readonly one: Case;
  readonly how: 'command' | 'warm';
}

async function runJob(job: Job, warm: WarmProcess): Promise<CaseResult> {
  const { one, how } = job;
  const reason = notYetAreas[one.area] ?? notYetCases[one.name];
  const isHollow = notYetAreas[one.area] !== undefined && !one.expect.starts;
  if (reason !== undefined && isHollow) {
    return { name: one.name, area: one.area, verdict: 'skipped', how: 'not run', tookMs: 0, note: reason, differences: [], stderr: [] };
  }
  const result = await runOnce(job, how === 'command' ? startCli : (args) => warm.start(args));
  if (reason === undefined) return result;
  if (result.verdict === 'failed') return { ...result, verdict: 'skipped', note: reason, differences: [] };
  return { ...result, verdict: 'failed', note: 'listed in notYet.ts, and passes: take its line out' };
}

async function runOnce({ one, how }: Job, start: StartProgram): Promise<CaseResult> {
  const run = await observe(one, start);
  const differences = judge(one, run.observation);
  const verdict = differences.length === 0 ? 'passed' : 'failed';
  const note = run.notes.join('; ');
  return { name: one.name, area: one.area, verdict, how, tookMs: Math.round(run.tookMs), note, differences, stderr: run.stderr };
}

function startCli(args: readonly string[]): Program {
  return startCommand([process.execPath, cliFile], rootFolder, args);
}

/** The reference knows no `run`, and does what was recorded of it, not what would have been sensible. */
function runReference(job: Job): Promise<CaseResult> {
  const file = process.env.MIDIMONSTER;
  if (file === undefined) throw new Error('--reference needs the path of the program in $MIDIMONSTER');
  return runOnce({ how: 'command', one: { ...job.one, expect_alt: [] } }, (args) =>
    startCommand([file], path.dirname(file), args.slice(1)),
  );
}

function print(result: CaseResult): void {
  if (result.verdict === 'skipped') return;
  console.log(`${result.verdict === 'passed' ? 'ok    ' : 'FAILED'} ${result.area}/${result.name} (${result.how}, ${result.tookMs} ms)`);
  if (result.verdict === 'passed') return;
  for (const difference of result.differences) console.log(describeDifference(difference));
  if (result.note) console.log(`    note: ${result.note}`);
  for (const line of result.stderr.slice(-12)) console.log(`    stderr: ${line}`);
}

async function runAll(jobs: readonly Job[], laneCount: number): Promise<CaseResult[]> {
  const waiting = [...jobs];
  const results: CaseResult[] = [];
  const again: Job[] = [];
  const lane = async () => {
    const warm = new WarmProcess(cliFile);
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const result = await (options.reference ? runReference(job) : runJob(job, warm));
      print(result);
      if (result.verdict === 'failed') again.push(job);
      else results.push(result);
    }
    warm.dispose();
  };
  await Promise.all(Array.from({ length: laneCount }, lane));
  return [...results, ...(await runAlone(again))];
}

/**
 * The recorded times of a case (a tick each 20 ms) can be missed on a machine that is busy with other things. What failed is played
 * once more with nothing beside it, and that counts; how many needed it is said at the end.
 */
async function runAlone(jobs: readonly Job[]): Promise<CaseResult[]> {
  if (jobs.length > 0) console.log(`Once more, one at a time: ${jobs.map(({ one }) => one.name).join(', ')}`);
  const results: CaseResult[] = [];
  for (const job of jobs) {
    const warm = new WarmProcess(cliFile);
    const result = await (options.reference ? runReference(job) : runJob(job, warm));
    warm.dispose();
    print(result);
    results.push({ ...result, wasRepeated: true });
  }
  return results;
}

function casesOf(folder: string): Case[] {
  return loadCases(fileURLToPath(new URL(folder, import.meta.url)));
}

function jobFor(one: Case, needsCommand: boolean): Job {
  return { one, how: options.command || needsCommand ? 'command' : 'warm' };
}

const areas = new Set([...casesOf('cases'), ...casesOf('ownCases')].map(({ area }) => area));
const isWholeOwn = options.own || words.some((word) => !areas.has(word));
const recorded = options.own ? [] : casesOf('cases').map((one, index) => jobFor(one, goesThroughCommand(one, index)));
const own = casesOf('ownCases')
  .filter((one, index) => isWholeOwn || isOwnSample(one, index))
  .map((one) => jobFor(one, ownGoesThroughCommand(one)));
const jobs = [...recorded, ...own].filter(
  ({ one }) => words.length === 0 || words.some((word) => (areas.has(word) ? one.area === word : one.name.includes(word))),
);

const results = await runAll(jobs, Number(options.jobs));
console.log(summaryOf(results));
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(results, undefined, 1));
process.exitCode = results.length === 0 || results.some((result) => result.verdict === 'failed') ? 1 : 0;
