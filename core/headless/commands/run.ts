import { dirname } from 'node:path';
import { systemClock } from '../../base/systemClock.ts';
import { outliveBugs } from '../../roots/outliveBugs.ts';
import type { CommandIo } from '../CommandIo.ts';
import type { ShowArguments } from '../commandLine.ts';
import { countProblems, formatProblem } from './formatProblem.ts';
import { parseOverrides } from './overrides.ts';
import { jsonReport, type RunReport, textReport } from './runReport.ts';
import { sessionFor } from './sessionFor.ts';
import { isSettled } from './statusLine.ts';
import { stopSignal } from './stopSignal.ts';

/** Cleanup handlers and workers have this long before everything is ended. */
const stopBudgetMs = 2_500;
/** What has not started by then is named in the status line; the rest runs since long. */
const startPatienceMs = 30_000;

/** Runs a show until a signal. 1 when its text or the arguments are wrong, else 0. */
export async function run(args: ShowArguments, io: CommandIo): Promise<number> {
  const stop = stopSignal();
  try {
    return await runUntil(stop, args, io);
  } finally {
    stop.dispose();
  }
}

async function runUntil(stop: ReturnType<typeof stopSignal>, args: ShowArguments, io: CommandIo): Promise<number> {
  const report: RunReport = args.isJson ? jsonReport(io) : textReport(io);
  const overrides = parseOverrides(args);
  if (!overrides.ok) {
    for (const message of overrides.error) report.refusal(message);
    return 1;
  }
  const opened = await sessionFor({
    path: args.show,
    stdio: args.isJson ? 'forward' : 'inherit',
    trust: 'granted',
    overrides: overrides.value,
    isReadOnly: true,
    isWatching: args.isWatching,
    isStrict: true,
  });
  if (!opened.ok) {
    report.refusal(opened.error);
    return 1;
  }
  const session = opened.value;
  const { errors } = session;
  for (const problem of args.isJson ? session.problems : errors)
    report.problem(problem, formatProblem(problem, dirname(session.path), process.cwd()));
  if (errors.length > 0) {
    report.refusal(`${args.show} can't be started: ${countProblems(errors)}.`);
    await session.dispose();
    return 1;
  }

  if (stop.isReceived) {
    await session.dispose(0);
    return 0;
  }
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  session.live.onDidChangeStatus((change) => {
    if (isSettled(session.statuses)) settle();
    if (!stop.isReceived) report.status(change);
  });
  session.console.onDidAdd((lines) => report.lines(lines));
  session.onDidReport((notice) => report.engine(notice));
  const owner = session.otherOwner;
  if (owner !== undefined) {
    const message = `This show runs in PatchMonster already (process ${owner}). Ports can be taken, and values may go out twice.`;
    session.console.log('warning', 'session', message);
  }
  const bugs = outliveBugs(session.console);
  await session.start();
  if (isSettled(session.statuses)) report.live(session.statuses, session.routeCount);
  else {
    const patience = systemClock.after(startPatienceMs, settle);
    await Promise.race([settled, stop.received]);
    patience.dispose();
    if (!stop.isReceived) report.live(session.statuses, session.routeCount);
  }
  const isLive = !stop.isReceived;
  await stop.received;
  await session.dispose(isLive ? stopBudgetMs : 0);
  bugs.dispose();
  return 0;
}
