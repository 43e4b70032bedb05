import { describe, expect, it } from 'vitest';
import { caseSchema } from './caseFile.ts';
import { judge, type Observation } from './judge.ts';

const live: Observation = { starts: true, stdout: [], packets: {}, ended_by: 'signal', exit: 0 };

function caseWith(fields: Record<string, unknown>) {
  return caseSchema.parse({ name: 'x', area: 'a', about: '', files: { 'show.cfg': '[python a]\n' }, expect: { starts: true }, ...fields });
}

describe('judge', () => {
  it('takes the order of lines as exact with one Python instance', () => {
    const one = caseWith({ expect: { stdout: ['a', 'b'] } });
    expect(judge(one, { ...live, stdout: ['a', 'b'] })).toEqual([]);
    expect(judge(one, { ...live, stdout: ['b', 'a'] })).toEqual([{ what: 'stdout', expected: ['a', 'b'], observed: ['b', 'a'] }]);
  });

  it('ignores the order of lines with several Python instances, but not their number', () => {
    const two = caseWith({ files: { 'show.cfg': '[python a]\n[python b]\n' }, expect: { stdout: ['a', 'b', 'b'] } });
    expect(judge(two, { ...live, stdout: ['b', 'a', 'b'] })).toEqual([]);
    expect(judge(two, { ...live, stdout: ['b', 'a'] })).toHaveLength(1);
  });

  it('demands a sensible alternative where there is one', () => {
    const one = caseWith({ expect: { starts: true, stdout: ['defect'] }, expect_alt: [{ stdout: ['right'] }, { stdout: ['also right'] }] });
    expect(judge(one, { ...live, stdout: ['defect'] })).toHaveLength(1);
    expect(judge(one, { ...live, stdout: ['also right'] })).toEqual([]);
    expect(judge(one, { ...live, starts: false, stdout: ['right'] })).toHaveLength(1);
  });

  it('counts order only among lines with the same first word when a case is grouped', () => {
    const one = caseWith({ timing: 'grouped', expect: { stdout: ['a 1', 'b 1', 'a 2'] } });
    expect(judge(one, { ...live, stdout: ['b 1', 'a 1', 'a 2'] })).toEqual([]);
    expect(judge(one, { ...live, stdout: ['a 2', 'b 1', 'a 1'] })).toHaveLength(1);
  });

  it('compares the exit status only of a program that ended by itself, and only whether it is zero', () => {
    const refused = caseWith({ expect: { starts: false, ended_by: 'self', exit: 1 } });
    const seen: Observation = { ...live, starts: false, ended_by: 'self', exit: 2 };
    expect(judge(refused, seen)).toEqual([]);
    expect(judge(refused, { ...seen, exit: 0 })).toEqual([{ what: 'exit', expected: 1, observed: 0 }]);
    expect(judge(caseWith({ expect: { starts: true, ended_by: 'signal', exit: 1 } }), live)).toEqual([]);
  });

  it('misses packets that did not come', () => {
    const one = caseWith({ expect: { packets: { a: [{ path: '/x', types: 'f', args: [0] }] } } });
    expect(judge(one, { ...live, packets: { a: [{ args: [-0], types: 'f', path: '/x' }] } })).toEqual([]);
    expect(judge(one, live)).toHaveLength(1);
  });
});
