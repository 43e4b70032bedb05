import { basename } from 'node:path';
import type { InstanceStatus, RunProblem } from '../../contract/instanceState.ts';

export interface NamedStatus {
  readonly instance: string;
  readonly status: InstanceStatus;
}

/** True when every instance has found its first state. */
export function isSettled(statuses: readonly NamedStatus[]): boolean {
  return statuses.every(({ status }) => status.phase !== 'starting');
}

/** `live: 3 instances, 12 routes`, and what does not run yet with its reason. */
export function statusLine(statuses: readonly NamedStatus[], routeCount: number): string {
  const others = statuses.filter(({ status }) => status.phase !== 'live');
  const total = statuses.length;
  const instances = others.length === 0 ? plural(total, 'instance') : `${total - others.length} of ${plural(total, 'instance')}`;
  const rest = others
    .map(({ instance, status }) => `; ${instance} is ${status.phase}${status.reason ? ` (${status.reason})` : ''}`)
    .join('');
  return `live: ${instances}, ${plural(routeCount, 'route')}${rest}`;
}

/** What changes of instances say after the start: each thing once, however often the status comes with it. */
export class ChangeLines {
  private readonly told = new Map<string, Set<string>>();
  private readonly last = new Map<string, InstanceStatus>();
  private readonly reasons = new Map<string, string>();

  of({ instance, status }: NamedStatus): string[] {
    const before = this.last.get(instance);
    this.last.set(instance, status);
    if (status.phase !== 'live') {
      this.told.delete(instance);
      this.reasons.set(instance, status.reason);
      return [`${instance}: ${status.phase}${status.reason ? `, ${status.reason}` : ''}`];
    }
    const told = this.told.get(instance) ?? new Set();
    const news = status.problems.filter((problem) => !told.has(keyOf(problem)));
    const hasRecovered = before?.phase !== 'live' || (status.problems.length === 0 && told.size > 0);
    this.told.set(instance, status.problems.length === 0 ? new Set() : new Set([...told, ...news.map(keyOf)]));
    return [...(hasRecovered ? [`${instance}: running`] : []), ...problemLines(instance, news)];
  }

  /** What stands in the status line of the start already; returns the problems, which have no room there. */
  begin(named: NamedStatus): string[] {
    const lines = this.of(named);
    return named.status.phase === 'live' ? lines.slice(1) : [];
  }

  /** Whether the last reason of the instance was this sentence. */
  hasJustSaid(instance: string, sentence: string): boolean {
    return this.reasons.get(instance) === sentence;
  }
}

/** A line that raises with another text each time is one problem. */
function keyOf({ code, message, file, line }: RunProblem): string {
  return code === 'python-raised' && file !== undefined ? `${code}:${file}:${line}` : `${code}:${file}:${line}:${message}`;
}

function problemLines(instance: string, problems: readonly RunProblem[]): string[] {
  return problems.map(({ message, file, line }) => {
    const isPlaceSaid = file === undefined || message.includes(file);
    return `${instance}: ${message}${isPlaceSaid ? '' : ` (${basename(file)}${line === undefined ? '' : `:${line}`})`}`;
  });
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
