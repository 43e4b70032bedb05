import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import type { FileChange } from './fileTakeovers.ts';
import { ModuleVersions } from './moduleVersions.ts';
import { ProblemList } from './problemList.ts';

const path = '/show/a.py';

function setUp() {
  const clock = new ManualClock();
  const posted: FileChange[] = [];
  const problems = new ProblemList(
    clock,
    () => ({ rollbackErrors: 5, rollbackWindowMs: 30_000 }),
    (all) => {
      shown = all.map(({ message }) => message);
    },
  );
  let shown: readonly string[] = [];
  const versions = new ModuleVersions('py', clock, problems, (change) => posted.push(change));
  versions.didLoad({ [path]: 'v1' });
  return { clock, posted, problems, versions, shown: () => shown };
}

const answer = { type: 'reloaded', path, tookMs: 4, problem: null, problems: [], created: [] } as const;

test('a version that was refused is held back from the next worker, until a better one is taken over', async () => {
  const { posted, versions, shown } = setUp();
  const kept = versions.ask(path, 'live');
  versions.didBegin(path);
  const problem = { code: 'python-module-failed', message: 'no', file: path };
  versions.didReload({ ...answer, id: posted[0]!.id, outcome: 'kept', problem, sources: {} });
  expect(await kept).toEqual({ instance: 'py', outcome: 'kept', tookMs: 4, problem });
  expect(versions.held).toEqual({ [path]: 'v1' });
  expect(shown()).toEqual(['no']);

  const swapped = versions.ask(path, 'live');
  versions.didBegin(path);
  versions.didReload({ ...answer, id: posted[1]!.id, outcome: 'swapped', sources: { [path]: 'v3' } });
  expect(await swapped).toEqual({ instance: 'py', outcome: 'swapped', tookMs: 4 });
  expect(versions.held).toEqual({});
  expect(shown()).toEqual([]);
});

test('a version that took its worker with it is refused, and whoever saved it is told', async () => {
  const { problems, versions, shown } = setUp();
  const saved = versions.ask(path, 'live');
  versions.didBegin(path);
  expect(versions.refuseLost('did not finish')).toBe('a.py did not finish, so the version before goes on');
  const problem = { code: 'python-module-failed', message: 'a.py did not finish. The version before goes on.', file: path };
  expect(await saved).toEqual({ instance: 'py', outcome: 'kept', tookMs: 0, problem });
  expect(versions.held).toEqual({ [path]: 'v1' });
  problems.setStanding([]);
  expect(shown()).toEqual([problem.message]);

  expect(versions.refuseLost('did not finish'), 'no file was being taken over').toBeUndefined();
  versions.forget();
  expect(versions.held).toEqual({});
});

test('what is saved while the instance starts is asked afterwards, and answered though nobody ever does', async () => {
  const { clock, posted, versions } = setUp();
  const saved = versions.ask(path, 'starting');
  expect(posted).toEqual([]);
  versions.didGoLive();
  expect(posted).toEqual([{ id: 1, path }]);
  clock.advance(60_000);
  expect(await saved).toMatchObject({ outcome: 'kept' });
  expect(clock.pendingCount).toBe(0);
});
