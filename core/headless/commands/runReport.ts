import type { ConsoleLine } from '../../contract/clientLink.ts';
import type { EngineNotice } from '../../contract/engineLink.ts';
import type { Problem } from '../../contract/problem.ts';
import type { CommandIo } from '../CommandIo.ts';
import { ChangeLines, type NamedStatus, statusLine } from './statusLine.ts';

/** What `run` tells while it runs. */
export interface RunReport {
  /** The last thing before exit code 1. */
  refusal(message: string): void;
  problem(problem: Problem, formatted: string): void;
  /** Once: every instance has found its first state. */
  live(statuses: readonly NamedStatus[], routeCount: number): void;
  status(change: NamedStatus): void;
  lines(lines: readonly ConsoleLine[]): void;
  engine(notice: EngineNotice): void;
}

/** For people, on stderr. Stdout belongs to Python. */
export function textReport({ stderr }: CommandIo): RunReport {
  const changes = new ChangeLines();
  let isLive = false;
  return {
    refusal: (message) => void stderr.write(`${message}\n`),
    problem: (_problem, formatted) => void stderr.write(`${formatted}\n`),
    live(statuses, routeCount) {
      isLive = true;
      stderr.write(`${statusLine(statuses, routeCount)}\n`);
      // The status line has room for one reason each; what else is wrong with a running instance follows.
      for (const named of statuses) for (const line of changes.begin(named)) stderr.write(`${line}\n`);
    },
    status(change) {
      if (isLive) for (const line of changes.of(change)) stderr.write(`${line}\n`);
    },
    lines(lines) {
      for (const line of lines) {
        if (changes.hasJustSaid(line.source, line.text)) continue;
        if (line.stream === undefined && line.level !== 'debug') stderr.write(`${line.source}: ${line.text}\n`);
      }
    },
    engine() {},
  };
}

/** For programs: one object per line on stdout, Python's output among them. */
export function jsonReport({ stdout }: CommandIo): RunReport {
  const write = (value: object) => void stdout.write(`${JSON.stringify(value)}\n`);
  return {
    refusal: (message) => write({ type: 'refused', message }),
    problem: (problem) => write({ type: 'problem', ...problem }),
    live: (statuses, routeCount) => write({ type: 'live', instances: statuses, routes: routeCount }),
    status: ({ instance, status }) => write({ type: 'status', instance, ...status }),
    lines: (lines) => {
      for (const line of lines) write({ type: line.stream === undefined ? 'log' : 'print', ...line });
    },
    engine(notice) {
      if (notice.type === 'stats') write({ type: 'stats', ...notice.stats });
      else if (notice.type === 'profile') write({ type: 'profile', instance: notice.instance, rows: notice.rows });
    },
  };
}
