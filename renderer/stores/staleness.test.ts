import { expect, test } from 'vitest';
import type { InstancePhase, InstanceStatus } from '../../core/contract/instanceState.ts';
import { createShowStore } from './showStore.ts';
import { instanceStaleness, windowStaleness } from './staleness.ts';

function stateWith(phase: InstancePhase) {
  const status: InstanceStatus = { phase, reason: '', problems: [] };
  return {
    ...createShowStore().getState(),
    link: { phase: 'connected' },
    engine: { phase: 'running', reason: '' },
    statuses: new Map([['desk', status]]),
  } as const;
}

test('values of a live instance are of now while the session is heard and its engine runs', () => {
  expect(instanceStaleness(stateWith('live'), 'desk')).toBeUndefined();
  expect(windowStaleness(stateWith('waiting'))).toBeUndefined();
});

test.each(['starting', 'waiting', 'failed', 'stopped'] as const)('values of an instance that is %s are the last known ones', (phase) => {
  expect(instanceStaleness(stateWith(phase), 'desk')).toContain('Last known value: desk is');
});

test('an instance that nothing is known of, a lost connection and a stopped engine make values stale', () => {
  expect(instanceStaleness(stateWith('live'), 'other')).toContain('not running');
  const lost = { ...stateWith('live'), link: { phase: 'lost', reason: '', retryAtMs: 0 } } as const;
  expect(instanceStaleness(lost, 'desk')).toContain('no connection');
  const restarting = { ...stateWith('live'), engine: { phase: 'restarting', reason: '' } } as const;
  expect(windowStaleness(restarting)).toContain('engine');
});
