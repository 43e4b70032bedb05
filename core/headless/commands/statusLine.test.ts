import { expect, test } from 'vitest';
import type { InstanceStatus, RunProblem } from '../../contract/instanceState.ts';
import { ChangeLines } from './statusLine.ts';

const live = (...problems: RunProblem[]): InstanceStatus => ({ phase: 'live', reason: '', problems });
const raised = (line: number, text: string): RunProblem => ({ code: 'python-raised', message: text, file: '/show/m.py', line });

test('each problem of a running instance is told once, however often its list comes again', () => {
  const lines = new ChangeLines();
  const say = (status: InstanceStatus) => lines.of({ instance: 'py', status });
  expect(lines.begin({ instance: 'py', status: live({ code: 'python-handler-missing', message: 'no function' }) })).toEqual([
    'py: no function',
  ]);
  expect(say(live({ code: 'python-handler-missing', message: 'no function' }, raised(3, 'm.f: ValueError: 1')))).toEqual([
    'py: m.f: ValueError: 1 (m.py:3)',
  ]);
  expect(say(live(raised(3, 'm.f: ValueError: 2')))).toEqual([]);
  expect(say(live(raised(3, 'm.f: ValueError: 3'), raised(4, 'm.g: KeyError')))).toEqual(['py: m.g: KeyError (m.py:4)']);
  expect(say(live())).toEqual(['py: running']);
  expect(say(live(raised(3, 'm.f: ValueError: 4')))).toEqual(['py: m.f: ValueError: 4 (m.py:3)']);
});

test('a state that is not live is told with its reason, and the way back', () => {
  const lines = new ChangeLines();
  expect(lines.of({ instance: 'py', status: { phase: 'waiting', reason: 'The port is in use.', problems: [] } })).toEqual([
    'py: waiting, The port is in use.',
  ]);
  expect(lines.hasJustSaid('py', 'The port is in use.')).toBe(true);
  expect(lines.of({ instance: 'py', status: live(raised(3, 'm.f: KeyError')) })).toEqual(['py: running', 'py: m.f: KeyError (m.py:3)']);
  expect(lines.hasJustSaid('py', 'The port is in use.')).toBe(true);
  expect(lines.hasJustSaid('py', 'Another one.')).toBe(false);
});
