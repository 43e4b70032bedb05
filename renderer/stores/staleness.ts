import type { ShowState } from './showStore.ts';

type Sources = Pick<ShowState, 'link' | 'engine' | 'statuses'>;

/** Why nothing on the screen is of now; undefined while the session is heard and its engine runs. */
export function windowStaleness({ link, engine }: Pick<Sources, 'link' | 'engine'>): string | undefined {
  if (link.phase !== 'connected') return 'Last known value: there is no connection.';
  return engine.phase === 'running' ? undefined : 'Last known value: the engine is not running.';
}

/** Why the values of an instance are what they last were and not what they are; undefined while they are of now. */
export function instanceStaleness(state: Sources, instance: string): string | undefined {
  const phase = state.statuses.get(instance)?.phase ?? 'stopped';
  return windowStaleness(state) ?? (phase === 'live' ? undefined : `Last known value: ${instance} is ${staleWords[phase]}.`);
}

const staleWords = { starting: 'starting', waiting: 'waiting', failed: 'failed', stopped: 'not running' } as const;
