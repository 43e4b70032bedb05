import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import { createWindowSession } from '../stores/windowSession.ts';
import { FakeSession, helloOf, instanceOf, viewOf, wireOf } from '../testing/fakeSession.ts';
import { createPatchActions } from './patchActions.ts';

function opened() {
  const fake = new FakeSession();
  const session = createWindowSession({
    open: fake.open,
    clock: new ManualClock(),
    frames: { add: () => ({ dispose() {} }) },
    storage: { getItem: () => null, setItem() {} },
  });
  session.link.connect();
  fake.accept();
  const wires = [wireOf('a.x > b.y'), wireOf('b.y > c.z', { isMuted: true }), wireOf('a.x > c.z')];
  fake.notify(helloOf(viewOf({ revision: 4, instances: ['a', 'b', 'c'].map((name) => instanceOf(name, 'osc')), wires })));
  const edits = () => fake.requests.flatMap((request) => (request.method === 'edit' ? request.edits : []));
  return { fake, session, patch: createPatchActions(session), edits };
}

test('a wire between two known ends is one edit on the revision that is shown', async () => {
  const { patch, fake } = opened();
  await patch.wire({ from: { instance: 'a', spec: 'x' }, to: { instance: 'b', spec: 'q' } });
  expect(fake.requests).toMatchObject([
    { method: 'edit', revision: 4, edits: [{ kind: 'addWire', from: 'a.x', to: 'b.q', direction: 'forward' }] },
  ]);
});

test('ends without a name are asked for, source first, before anything is sent', async () => {
  const { patch, session, edits } = opened();
  await patch.wire({ from: { instance: 'a', spec: null }, to: { instance: 'b', spec: null } });
  expect(edits()).toEqual([]);
  await patch.namePendingEnd('left');
  expect(session.workspace.getState().pendingWire).toEqual({ from: { instance: 'a', spec: 'left' }, to: { instance: 'b', spec: null } });
  await patch.namePendingEnd('right');
  expect(edits()).toMatchObject([{ kind: 'addWire', from: 'a.left', to: 'b.right' }]);
  expect(session.workspace.getState().pendingWire).toBeNull();
});

test('a moved end changes its line', async () => {
  const { patch, edits } = opened();
  await patch.wire({ from: { instance: 'a', spec: 'x' }, to: { instance: 'c', spec: 'n' }, replaces: 'a.x > b.y' });
  expect(edits()).toEqual([{ kind: 'changeWire', key: 'a.x > b.y', from: 'a.x', to: 'c.n' }]);
});

test('an instance goes with its wires, the last lines first, as one step', async () => {
  const { patch, session, fake, edits } = opened();
  session.workspace.setState({ selectedInstances: ['b'], selectedWires: ['a.x > c.z'] });
  await patch.removeSelection();
  expect(edits()).toEqual([
    { kind: 'removeWire', key: 'b.y > c.z' },
    { kind: 'removeWire', key: 'a.x > b.y' },
    { kind: 'removeInstance', name: 'b' },
  ]);
  expect(fake.requests).toHaveLength(1);
});

test('muting mutes what is not muted yet; when all are, it lets them go', async () => {
  const { patch, edits } = opened();
  await patch.toggleMute(['a.x > b.y', 'b.y > c.z']);
  await patch.toggleMute(['b.y > c.z']);
  expect(edits()).toEqual([
    { kind: 'muteWire', key: 'a.x > b.y', isMuted: true },
    { kind: 'muteWire', key: 'b.y > c.z', isMuted: false },
  ]);
});
