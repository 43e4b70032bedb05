import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../peers/freePort.ts';
import type { Program, StartProgram } from '../process/program.ts';
import { type Case, pythonInstanceCount } from './caseFile.ts';
import { foldDatagrams, foldStream } from './fold.ts';
import type { Observation } from './judge.ts';
import { Peers } from './peers.ts';
import { Placeholders } from './placeholders.ts';
import { runStep } from './steps.ts';

/** Generous: what is expected to start is waited for, and a machine that is busy with other cases may take long to boot an interpreter. */
const readyTimeoutMs = 60_000;
/** What is expected to end by itself is waited for likewise, beyond its recorded duration. */
const endTimeoutMs = 10_000;
const lateLineMs = 4000;
/** How long a case that prints nothing gets to start or to refuse. */
const settleMs = 2500;

export interface Run {
  readonly observation: Observation;
  readonly stderr: readonly string[];
  readonly notes: readonly string[];
  readonly tookMs: number;
}

/** Plays one case: writes its files, starts its peers and the program, performs its steps, stops it, and says what was seen. */
export async function observe(one: Case, start: StartProgram): Promise<Run> {
  const startedMs = performance.now();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-case-'));
  const ports = new Map<string, number>();
  for (const name of one.ports) ports.set(name, await freePort());
  const places = new Placeholders(ports, folder);
  const peers = new Peers();
  try {
    writeFiles(one, folder, places);
    for (const listener of one.listen) await listen(peers, places, listener);
    const args = [...one.args, path.join(folder, one.config), ...one.args_after].map((argument) => places.fill(argument));
    const program = start(['run', ...args]);
    const isStarted = await waitUntilStarted(one, program);
    if (isStarted) await play(one, program, peers, places);
    const endedBy = await stop(one, program);
    const exit = await program.ended;
    return {
      observation: {
        starts: isStarted,
        stdout: linesOf(program),
        packets: packetsOf(one, peers, places),
        ended_by: endedBy,
        exit,
      },
      stderr: program.stderr.lines,
      notes: peers.notes,
      tookMs: performance.now() - startedMs,
    };
  } finally {
    peers.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFiles(one: Case, folder: string, places: Placeholders): void {
  for (const [name, body] of Object.entries(one.files)) {
    const file = path.join(folder, name);
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (name.endsWith('/')) continue;
    if (typeof body === 'string') writeFileSync(file, places.fill(body));
    else if ('hex' in body) writeFileSync(file, Buffer.from(body.hex, 'hex'));
    else writeFileSync(file, body.parts.map((part) => places.fill(part.text.repeat(part.times))).join(''));
  }
}

async function listen(peers: Peers, places: Placeholders, listener: Case['listen'][number]): Promise<void> {
  const port = listener.udp ?? listener.tcp;
  if (port === undefined) throw new Error('A listener needs udp or tcp');
  if (listener.udp !== undefined) return peers.listenUdp(places.portName(port), places.port(port));
  const greet = listener.greet === undefined ? listener : { ...listener, greet: places.fill(listener.greet) };
  return peers.listenTcp(places.portName(port), places.port(port), greet);
}

async function waitUntilStarted(one: Case, program: Program): Promise<boolean> {
  if (one.ready === 'line') {
    const isReadyLine = (line: string) => line === 'T ready';
    const ready = program.stdout.waitFor(isReadyLine, Math.max(one.ready_timeout_ms, readyTimeoutMs));
    const settled = program.stderr.waitFor((line) => line.startsWith('live') && !line.includes('starting'), readyTimeoutMs);
    // Once nothing is starting any more, a module that has something to say says it soon.
    await Promise.race([ready, settled]);
    return (await program.stdout.waitFor(isReadyLine, Math.max(one.ready_timeout_ms, lateLineMs))) && !program.hasEnded();
  }
  await waitAtMost(Math.max(one.settle_ms, settleMs), program.ended);
  return !program.hasEnded();
}

async function play(one: Case, program: Program, peers: Peers, places: Placeholders): Promise<void> {
  const readyMs = performance.now();
  for (const step of one.steps) {
    if (step.at_ms !== undefined) await waitAtMost(readyMs + step.at_ms - performance.now());
    await runStep(step, program, peers, places);
  }
  const leftMs = Math.max(10, readyMs + one.duration_ms - performance.now());
  if (one.until === undefined) {
    await waitAtMost(leftMs, program.ended);
    if (endsBySelf(one)) await waitAtMost(endTimeoutMs, program.ended);
    return;
  }
  const { until } = one;
  if (!(await program.stdout.waitFor((line) => line === until, leftMs))) peers.notes.push(`never printed "${until}"`);
  await waitAtMost(one.linger_ms);
  // Several interpreters print side by side: the last line of one is not the last of all, so what is expected of them is waited for.
  if (pythonInstanceCount(one) > 1) await program.stdout.waitFor(() => linesOf(program).length >= fewestLines(one), lateLineMs);
}

/** Lines of the modules. */
function linesOf(program: Program): string[] {
  return program.stdout.lines.filter((line) => line.startsWith('T ') && line !== 'T ready').map((line) => line.slice(2));
}

function fewestLines({ expect, expect_alt }: Case): number {
  return Math.min(...[expect, ...expect_alt].map(({ stdout }) => (stdout ?? expect.stdout ?? []).length));
}

function endsBySelf({ expect, expect_alt }: Case): boolean {
  return [expect, ...expect_alt].every((expectation) => (expectation.ended_by ?? expect.ended_by) === 'self');
}

async function stop(one: Case, program: Program): Promise<Observation['ended_by']> {
  if (program.hasEnded()) return 'self';
  program.signal('SIGINT');
  await waitAtMost(one.stop_timeout_ms, program.ended);
  if (program.hasEnded()) return 'signal';
  program.kill();
  return 'killed';
}

function packetsOf(one: Case, peers: Peers, places: Placeholders): Record<string, unknown> {
  const packets: Record<string, unknown> = {};
  for (const listener of one.listen) {
    const name = places.portName(listener.udp ?? listener.tcp ?? '');
    const received = peers.received.get(name) ?? [];
    packets[name] =
      listener.udp === undefined
        ? foldStream(listener.as ?? 'text', listener.events ?? false, received)
        : foldDatagrams(listener, received);
  }
  for (const { tcp_connect: client } of one.steps) {
    if (client?.record) packets[`tcp:${client.id}`] = foldStream('text', false, peers.received.get(`tcp:${client.id}`) ?? []);
  }
  return packets;
}

/** The recorded times of a case are part of it: this is where they pass. Ends early when `early` settles. */
async function waitAtMost(delayMs: number, early?: Promise<unknown>): Promise<void> {
  if (delayMs <= 0) return;
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, delayMs);
  });
  await Promise.race(early ? [time, early] : [time]);
  clearTimeout(timer);
}
