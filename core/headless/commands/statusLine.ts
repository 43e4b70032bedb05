import type { InstanceStatus } from '../../contract/instanceState.ts';

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

/** One line for a change after the start. */
export function changeLine({ instance, status }: NamedStatus): string {
  if (status.phase === 'live')
    return status.problems.length === 0
      ? `${instance}: running`
      : `${instance}: running, ${status.problems.map(({ message }) => message).join(' ')}`;
  return `${instance}: ${status.phase}${status.reason ? `, ${status.reason}` : ''}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
