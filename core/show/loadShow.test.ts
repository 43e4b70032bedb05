import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../base/result.ts';
import { encodeEscaped } from './escapedText.ts';
import { applyChanges, loadShow } from './loadShow.ts';
import { buildModel } from './model.ts';
import { folderOf, joinPath, normalisePath, relativeTo } from './paths.ts';
import { TestShow } from './testing/testShow.ts';
import { invertChanges, minimalChange } from './textChange.ts';

describe('paths', () => {
  it('are joined without a file system, on both kinds of systems', () => {
    expect(joinPath('/a/b', '../c/./d.cfg')).toBe('/a/c/d.cfg');
    expect(joinPath('/a', '/x//y')).toBe('/x/y');
    expect(joinPath('/a', '../../../x')).toBe('/x');
    expect(normalisePath('C:\\shows\\one\\..\\a.cfg')).toBe('C:/shows/a.cfg');
    expect(joinPath('C:/shows', 'sub/b.cfg')).toBe('C:/shows/sub/b.cfg');
    expect(normalisePath('\\\\host\\share\\a.cfg')).toBe('//host/share/a.cfg');
    expect([folderOf('/a.cfg'), folderOf('/s/a.cfg'), folderOf('C:/a.cfg')]).toEqual(['/', '/s', 'C:/']);
    expect([relativeTo('/s', '/s/x/a.cfg'), relativeTo('/s', '/sx/a.cfg'), relativeTo('/', '/a')]).toEqual(['x/a.cfg', '/sx/a.cfg', 'a']);
  });
});

describe('loading', () => {
  it('follows includes once each, and survives what it finds', () => {
    const show = new TestShow({
      'show.cfg': '[include a.cfg]\n[include sub/b.cfg]\n[include a.cfg]\n[include none.cfg]\n[include ]\n',
      'a.cfg': '[include show.cfg]\n',
      'sub/b.cfg': '[include ../c.cfg]\n[include /abs/d.cfg]\n',
      'c.cfg': '',
      '/abs/d.cfg': '',
    });
    expect([...show.document.files.values()].map(({ displayPath, role }) => `${displayPath} ${role}`)).toEqual([
      'show.cfg main',
      'a.cfg include',
      'sub/b.cfg include',
      'c.cfg include',
      '/abs/d.cfg include',
      'none.cfg include',
    ]);
    expect(show.findings()).toEqual(['include-unreadable 4:10', 'include-unreadable 5:10', 'include-loop 1:10']);
  });

  it('ends for files that include each other more and more often', () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`f${index}.cfg`, `[include f${index + 1}.cfg]\n[include f${index + 1}.cfg]\n`]),
    );
    const show = new TestShow({ 'show.cfg': '[include f0.cfg]\n', ...files, 'f40.cfg': '' });
    expect(show.model.problems.map(({ code }) => code)).toContain('include-unreadable');
  });

  it('names a main file that can not be read', () => {
    const document = loadShow('/nowhere/x.cfg', () => fail('permission denied.'));
    expect(buildModel(document).problems).toMatchObject([
      { code: 'show-unreadable', severity: 'error', message: "x.cfg can't be read: permission denied." },
    ]);
  });
});

describe('changes', () => {
  it('of whole files are as small as can be, and undone to the byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.uint8Array({ maxLength: 30 }), (before, after) => {
        const document = loadShow('/show/show.cfg', () => ok(before));
        const changes = minimalChange('/show/show.cfg', before, after);
        const changed = applyChanges(document, changes);
        expect(changed.ok && changed.value.files.get('/show/show.cfg')?.syntax.bytes).toEqual(after);
        const undone = applyChanges(changed.ok ? changed.value : document, invertChanges(changes));
        expect(undone.ok && undone.value.files.get('/show/show.cfg')?.syntax.bytes).toEqual(before);
      }),
    );
  });

  it('that no longer fit are refused, and nothing is changed', () => {
    const { document } = new TestShow('abc');
    const change = { file: '/show/show.cfg', offset: 1, removed: encodeEscaped('x'), inserted: encodeEscaped('y') };
    expect(applyChanges(document, [change])).toEqual({ ok: false, error: 'The file has changed meanwhile; this step no longer fits.' });
    expect(applyChanges(document, [{ ...change, file: '/other' }]).ok).toBe(false);
  });
});
