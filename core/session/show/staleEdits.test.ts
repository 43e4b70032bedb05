import { expect, test } from 'vitest';
import { ok } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { loadShow } from '../../show/loadShow.ts';
import { buildModel, type ShowModel } from '../../show/model.ts';
import { staleEditReason } from './staleEdits.ts';

const model = (text: string): ShowModel => buildModel(loadShow('/show/show.cfg', () => ok(new TextEncoder().encode(text))));

const before = model('[osc a]\nbind = 0.0.0.0 1\nroot = /x\n[osc b]\n[map]\na./1 > b./1\na./1 > b./1\n');
const optionGone = model('[osc a]\nroot = /x\n[osc b]\n[map]\na./1 > b./1\na./1 > b./1\n');
const wireGone = model('[osc a]\nbind = 0.0.0.0 1\nroot = /x\n[osc b]\n[map]\na./1 > b./1\n');

const setSecond: Edit = { kind: 'setOption', instance: 'a', index: 1, option: 'root', value: '/y' };
const addOption: Edit = { kind: 'setOption', instance: 'a', index: null, option: 'root', value: '/y' };
const retype: Edit = { kind: 'replaceText', file: 'show.cfg', text: '' };
const removeFirst: Edit = { kind: 'removeWire', key: 'a./1 > b./1' };
const addWire: Edit = { kind: 'addWire', from: 'a./2', to: 'b./2', direction: 'forward' };

test.each<[string, Edit, ShowModel | undefined, ShowModel, RegExp | undefined]>([
  ['an option by its number, options as they were', setSecond, before, wireGone, undefined],
  ['an option by its number, one before it is gone', setSecond, before, optionGone, /the options of a/],
  ['an option by its number, on a revision that is forgotten', setSecond, undefined, before, /the options of a/],
  ['a new option', addOption, before, optionGone, undefined],
  ['a whole text, another text meanwhile', retype, before, wireGone, /show\.cfg/],
  ['a whole text, the same text', retype, before, before, undefined],
  ['one of two equal wires, one is gone', removeFirst, before, wireGone, /this wire/],
  ['the only wire of its kind, on a revision that is forgotten', removeFirst, undefined, wireGone, undefined],
  ['a new wire', addWire, before, wireGone, undefined],
])('%s', (_what, edit, seen, now, expected) => {
  const reason = staleEditReason(edit, seen, now);
  if (expected) expect(reason).toMatch(expected);
  else expect(reason).toBeUndefined();
});
