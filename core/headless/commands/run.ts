import { dirname } from 'node:path';
import { systemClock } from '../../base/systemClock.ts';
import { outliveBugs } from '../../roots/outliveBugs.ts';
import type { Session } from '../../session/Session.ts';
import type { CommandIo } from '../CommandIo.ts';
import type { ShowArguments } from '../commandLine.ts';
import { countProblems, formatProblem } from './formatProblem.ts';
import { parseOverrides } from './overrides.ts';
import { jsonReport, type RunReport, textReport } from './runReport.ts';
import { sessionFor } from './sessionFor.ts';
import { isSettled } from './statusLine.ts';
import { type StopSignal, stopSignal } from './stopSignal.ts';

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

async function runUntil(stop: StopSignal, args: ShowArguments, io: CommandIo): Promise<number> {
  const report: RunReport = args.isJson ? jsonReport(io) : textReport(io);
  const session = await openWithoutErrors(args, report);
  if (!session) return 1;
  if (stop.isReceived) {
    await session.dispose(0);
    return 0;
  }
  session.live.onDidChangeStatus((change) => {
    if (!stop.isReceived) report.status(change);
  });
  session.console.onDidAdd((lines) => report.lines(lines));
  session.onDidReport((notice) => report.engine(notice));
  warnOfOwner(session);
  const bugs = outliveBugs(session.console);
  const isLive = await bringToLive(session, stop);
  if (isLive) report.live(session.statuses, session.routeCount);
  await stop.received;
  await session.dispose(isLive ? stopBudgetMs : 0);
  bugs.dispose();
  return 0;
}

/** Undefined when the arguments or the text of the show are wrong, which was reported then. */
async function openWithoutErrors(args: ShowArguments, report: RunReport): Promise<Session | undefined> {
  const overrides = parseOverrides(args);
  if (!overrides.ok) {
    for (const message of overrides.error) report.refusal(message);
    return undefined;
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
    return undefined;
  }
  const session = opened.value;
  const { errors, problems, path } = session;
  for (const problem of args.isJson ? problems : errors) report.problem(problem, formatProblem(problem, dirname(path), process.cwd()));
  if (errors.length === 0) return session;
  report.refusal(`${args.show} can't be started: ${countProblems(errors)}.`);
  await session.dispose();
  return undefined;
}

function warnOfOwner({ otherOwner, console }: Session): void {
  if (otherOwner === undefined) return;
  const message = `This show runs in PatchMonster already (process ${otherOwner}). Ports can be taken, and values may go out twice.`;
  console.log('warning', 'session', message);
}

/** Starts the show and waits until every instance has found its first state, but not for ever. False when the signal came first. */
async function bringToLive(session: Session, stop: StopSignal): Promise<boolean> {
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const watching = session.live.onDidChangeStatus(() => {
    if (isSettled(session.statuses)) settle();
  });
  await session.start();
  const patience = systemClock.after(startPatienceMs, settle);
  if (!isSettled(session.statuses)) await Promise.race([settled, stop.received]);
  patience.dispose();
  watching.dispose();
  return !stop.isReceived;
}
