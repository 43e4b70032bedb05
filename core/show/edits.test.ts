import { describe, expect, it } from 'vitest';
import { routeNames, TestShow } from './testing/testShow.ts';

const small = '; my show\n[desk a]\nbind = 1\n\n[loopback b]\n\n[map]\na./1 > b.x\n';

describe('map lines', () => {
  it('adds one line below the last one, in the manner of its neighbours', () => {
    const show = new TestShow('[loopback a]\r\n[loopback b]\r\n[map]\r\n\ta.1>b.1\r\n; end\r\n');
    show.edit({ kind: 'addWire', from: 'a.2', to: 'b.2', direction: 'both' });
    expect(show.text()).toBe('[loopback a]\r\n[loopback b]\r\n[map]\r\n\ta.1>b.1\r\n\ta.2<>b.2\r\n; end\r\n');
  });

  it('opens a map only when there is none that may name the instances', () => {
    const show = new TestShow('[loopback a]\n[map]\na.1 > a.2\n[loopback b]');
    show.edit({ kind: 'addWire', from: 'a.2', to: 'b.2', direction: 'forward' });
    expect(show.text()).toBe('[loopback a]\n[map]\na.1 > a.2\n[loopback b]\n\n[map]\na.2 > b.2');
    expect(show.findings()).toEqual([]);
  });

  it('goes to the map that has lines of the same instances, in an included file too', () => {
    const show = new TestShow({
      'show.cfg': '[loopback a]\n[loopback b]\n[include maps.cfg]\n[map]\na.9 > a.8\n',
      'maps.cfg': '[map]\na.1 > b.1\n',
    });
    show.edit({ kind: 'addWire', from: 'b.2', to: 'a.2', direction: 'forward' });
    expect(show.text('maps.cfg')).toBe('[map]\na.1 > b.1\nb.2 > a.2\n');
  });

  it('is refused with a sentence when an instance, a size or a range is wrong, or when it is there', () => {
    const show = new TestShow('[loopback desk]\n[map]\ndesk.a > desk.b\n');
    const refusal = (from: string, to: string) => show.refusal({ kind: 'addWire', from, to, direction: 'forward' });
    expect(refusal('dek.a', 'desk.b')).toBe('There is no instance called "dek". Did you mean "desk"?');
    expect(refusal('desk.a{1..3}', 'desk.b{1..2}')).toBe(
      'The two sides differ in size: desk.a{1..3} names 3 channels, desk.b{1..2} names 2.',
    );
    expect(refusal('desk.a{1.3}', 'desk.b')).toContain('neither a range nor a list');
    expect(refusal('desk', 'desk.b')).toContain('names no channel');
    expect(refusal('desk.a ', 'desk.b')).toContain("can't be written");
    expect(refusal('desk.a > x', 'desk.b')).toContain("can't be written");
    expect(refusal('desk.a', 'desk.b\n[map]')).toContain("can't be written");
    expect(refusal('desk.a', 'desk.b')).toContain('is there already');
  });

  it('changes one end or the direction and leaves the rest of the line as it is', () => {
    const show = new TestShow('[loopback a]\n[map]\n  a.x  <   a.y  \n');
    show.edit({ kind: 'changeWire', key: 'a.y > a.x', from: 'a.z' });
    expect(show.text()).toBe('[loopback a]\n[map]\n  a.x  <   a.z  \n');
    show.edit({ kind: 'changeWire', key: 'a.z > a.x', direction: 'both' });
    expect(show.wires()).toEqual(['a.z <> a.x']);
  });

  it('moves a changed line down when its new instance is defined below it', () => {
    const show = new TestShow('[loopback a]\n[map]\na.1 > a.2\n[loopback b]\n[map]\nb.1 > b.2\n');
    show.edit({ kind: 'changeWire', key: 'a.1 > a.2', to: 'b.3' });
    expect(show.text()).toBe('[loopback a]\n[map]\n[loopback b]\n[map]\nb.1 > b.2\na.1 > b.3\n');
  });

  it('is muted as a comment that everybody else skips, and comes back as it was', () => {
    const show = new TestShow(small);
    const muted = show.edit({ kind: 'muteWire', key: 'a./1 > b.x', isMuted: true });
    expect(show.text()).toContain('\n;~ a./1 > b.x\n');
    expect(show.wires()).toEqual(['(a./1 > b.x)']);
    expect(routeNames(show.compile().plan)).toEqual([]);
    show.edit({ kind: 'muteWire', key: 'a./1 > b.x', isMuted: false });
    expect(show.text()).toBe(small);
    expect(muted.changes).toHaveLength(1);
  });

  it('refuses a key that is not there any more', () => {
    expect(new TestShow(small).refusal({ kind: 'removeWire', key: 'a./2 > b.x' })).toBe('The map line "a./2 > b.x" is not there any more.');
  });

  it('takes the keys of a selection as they were before the first of them went', () => {
    const show = new TestShow('[loopback a]\n[map]\na.1 > a.2\na.1 > a.2\na.3 > a.4\n');
    show.edit({ kind: 'removeWire', key: 'a.1 > a.2' }, { kind: 'removeWire', key: 'a.1 > a.2 #2' });
    expect(show.wires()).toEqual(['a.3 > a.4']);
  });

  it('moves before another line or to the end of its map', () => {
    const show = new TestShow('[loopback a]\n[map]\na.1 > a.2\n; note\na.3 > a.4\na.5 > a.6');
    show.edit({ kind: 'moveWire', key: 'a.5 > a.6', before: 'a.1 > a.2' });
    expect(show.text()).toBe('[loopback a]\n[map]\na.5 > a.6\na.1 > a.2\n; note\na.3 > a.4\n');
    show.edit({ kind: 'moveWire', key: 'a.5 > a.6', before: null });
    expect(show.wires()).toEqual(['a.1 > a.2', 'a.3 > a.4', 'a.5 > a.6']);
  });
});

describe('ranges', () => {
  it('folds single lines that count together and unfolds them again', () => {
    const text = '[loopback a]\n[map]\na.f9 > a.out{2..2}\na.f1/x < a.g3\na.f2/x < a.g2\n; between\na.f3/x < a.g1\n';
    const show = new TestShow(text);
    show.edit({ kind: 'foldWires', keys: ['a.g3 > a.f1/x', 'a.g2 > a.f2/x', 'a.g1 > a.f3/x'] });
    expect(show.text()).toBe('[loopback a]\n[map]\na.f9 > a.out{2..2}\na.f{1..3}/x < a.g{3..1}\n; between\n');
    show.edit({ kind: 'unfoldWire', key: 'a.g{3..1} > a.f{1..3}/x' });
    expect(show.wires()).toEqual(['a.f9 > a.out{2..2}', 'a.g3 > a.f1/x', 'a.g2 > a.f2/x', 'a.g1 > a.f3/x']);
  });

  it('folds names into a list, keeps a constant side and refuses what forms no range', () => {
    const show = new TestShow('[loopback a]\n[map]\na.red > a.x\na.green > a.x\na.1 > a.5\na.2 > a.7\na.3 > a.,\n');
    show.edit({ kind: 'foldWires', keys: ['a.red > a.x', 'a.green > a.x'] });
    expect(show.wires()[0]).toBe('a.{red,green} > a.x');
    expect(show.refusal({ kind: 'foldWires', keys: ['a.1 > a.5', 'a.3 > a.,'] })).toContain('form no range');
  });
});

describe('instances', () => {
  it('adds a section above the maps, so that they may use it', () => {
    const show = new TestShow(small);
    show.edit({ kind: 'addInstance', backend: 'desk', name: 'c', options: [{ name: 'bind', value: '2' }] });
    expect(show.text()).toBe('; my show\n[desk a]\nbind = 1\n\n[loopback b]\n\n[desk c]\nbind = 2\n\n[map]\na./1 > b.x\n');
    show.edit({ kind: 'addWire', from: 'c./1', to: 'b.y', direction: 'forward' });
    expect(show.text()).toContain('[map]\na./1 > b.x\nc./1 > b.y\n');
  });

  it('adds the first section to an empty file and to one with a map only', () => {
    const empty = new TestShow('');
    empty.edit({ kind: 'addInstance', backend: 'loopback', name: 'c', options: [] });
    expect(empty.text()).toBe('[loopback c]\n');
    const mapOnly = new TestShow('; patch\n[map]\n');
    mapOnly.edit({ kind: 'addInstance', backend: 'loopback', name: 'c', options: [] });
    expect(mapOnly.text()).toBe('[loopback c]\n\n; patch\n[map]\n');
  });

  it('refuses names that the format has no room for', () => {
    const show = new TestShow(small);
    const refusal = (name: string) => show.refusal({ kind: 'addInstance', backend: 'desk', name, options: [] });
    expect(refusal('')).toBe('The instance needs a name.');
    expect(refusal('a b')).toContain('a blank or a dot');
    expect(refusal('a.b')).toContain('a blank or a dot');
    expect(refusal('a')).toBe('There is already an instance called "a".');
    expect(refusal('x\ny')).toContain("can't be written");
    expect(refusal('x>y')).toContain("can't be used in map lines");
    expect(refusal(';x')).toContain("can't be used in map lines");
    expect(show.refusal({ kind: 'addInstance', backend: 'backend', name: 'x', options: [] })).toContain("can't be written");
  });

  it('removes the section with its options and map lines, and keeps the comments around it', () => {
    const show = new TestShow(
      '; one\n[desk a]\nbind = 1\n\n; two\n[loopback b]\nx = 1\n; inner\ny = 2\n\n; three\n[map]\na./1 > b.x\n;~ b.x > a./2\na./1 > a./2\n',
    );
    const edited = show.edit({ kind: 'removeInstance', name: 'b' });
    expect(show.text()).toBe('; one\n[desk a]\nbind = 1\n\n; two\n\n; three\n[map]\na./1 > a./2\n');
    show.undo(edited);
    expect(show.wires()).toEqual(['a./1 > b.x', '(b.x > a./2)', 'a./1 > a./2']);
  });

  it('renames in the section and in every map line of every file', () => {
    const show = new TestShow({
      'show.cfg': '[desk a]\n[desk ab]\n[include maps.cfg]\n[map]\nab./a.a > a./1\n',
      'maps.cfg': '[map]\na./{1..2} <> a./{3..4}\n;~ a./1 > ab./2\n',
    });
    show.edit({ kind: 'renameInstance', name: 'a', newName: 'stage' });
    expect(show.text()).toBe('[desk stage]\n[desk ab]\n[include maps.cfg]\n[map]\nab./a.a > stage./1\n');
    expect(show.text('maps.cfg')).toBe('[map]\nstage./{1..2} <> stage./{3..4}\n;~ stage./1 > ab./2\n');
  });

  it('moves a section, unless a map between would lose it', () => {
    const show = new TestShow('[desk a]\nbind = 1\n\n[loopback b]\n\n[map]\na./1 > b.x\n\n[loopback c]\n');
    show.edit({ kind: 'moveInstance', name: 'b', before: 'a' });
    expect(show.text()).toBe('[loopback b]\n\n[desk a]\nbind = 1\n\n[map]\na./1 > b.x\n\n[loopback c]\n');
    expect(show.refusal({ kind: 'moveInstance', name: 'a', before: null })).toContain('would not work here');
  });
});

describe('options', () => {
  it('changes the value only, adds below the last one and removes the line', () => {
    const show = new TestShow('[desk a]\n\tbind=1\n\t/x = f\n[map]\n');
    show.edit({ kind: 'setOption', instance: 'a', index: 0, option: 'bind', value: '0.0.0.0 8000' });
    show.edit({ kind: 'setOption', instance: 'a', index: null, option: 'destination', value: '' });
    expect(show.text()).toBe('[desk a]\n\tbind=0.0.0.0 8000\n\t/x = f\n\tdestination =\n[map]\n');
    show.edit({ kind: 'removeOption', instance: 'a', index: 1 });
    expect(show.text()).toBe('[desk a]\n\tbind=0.0.0.0 8000\n\tdestination =\n[map]\n');
    show.edit({ kind: 'setOption', instance: 'a', index: 1, option: 'destination', value: 'x' });
    expect(show.text()).toContain('\tdestination = x\n');
  });

  it('lands in the file that holds the option', () => {
    const show = new TestShow({ 'show.cfg': '[desk a]\n[include common.cfg]\n', 'common.cfg': 'bind = 1\n' });
    show.edit({ kind: 'setOption', instance: 'a', index: 0, option: 'bind', value: '2' });
    expect(show.text('common.cfg')).toBe('bind = 2\n');
  });

  it('refuses what would be read as something else', () => {
    const show = new TestShow('[desk a]\n');
    const refusal = (option: string, value: string) => show.refusal({ kind: 'setOption', instance: 'a', index: null, option, value });
    expect(refusal('', 'x')).toBe('The option needs a name.');
    expect(refusal('a=b', 'x')).toContain("can't be written");
    expect(refusal(';a', 'x')).toContain("can't be written");
    expect(refusal('[a', 'x]')).toContain("can't be written");
    expect(refusal('a', 'x\ny')).toContain("can't be written");
  });
});

describe('includes, channels and whole texts', () => {
  it('includes a file that can be read, and takes the line out again', () => {
    const show = new TestShow({ 'show.cfg': '; top\n[loopback a]\n[map]\n', 'more.cfg': '[loopback z]\n' });
    const edited = show.edit({ kind: 'addInclude', include: 'more.cfg' });
    expect(show.text()).toBe('[include more.cfg]\n; top\n[loopback a]\n[map]\n');
    expect(show.model.instances.map((instance) => instance.name)).toEqual(['z', 'a']);
    show.undo(edited);
    expect(show.refusal({ kind: 'addInclude', include: 'none.cfg' })).toBe("none.cfg can't be included: there is no such file.");
    expect(show.refusal({ kind: 'removeInclude', include: 'more.cfg' })).toBe('There is no include of more.cfg.');
  });

  it('renames a channel everywhere or not at all', () => {
    const text = '[loopback a]\n[map]\na.x > a.y\na.{w,x} > a.z\na.y <> a.x\n';
    const show = new TestShow(text);
    show.edit({ kind: 'renameChannel', instance: 'a', spec: 'x', newSpec: 'fader' });
    expect(show.text()).toBe('[loopback a]\n[map]\na.fader > a.y\na.{w,fader} > a.z\na.y <> a.fader\n');
    const ranged = new TestShow('[loopback a]\n[map]\na.c1 > a.y\na.c{1..3} > a.z\n');
    const sentence = ranged.refusal({ kind: 'renameChannel', instance: 'a', spec: 'c1', newSpec: 'd' });
    expect(sentence).toBe('a.c1 is part of the range a.c{1..3}. Unfold that line first. (line 4 of show.cfg)');
  });

  it('takes a typed text and keeps line breaks and the byte order mark of lines that are the same', () => {
    const show = new TestShow('\uFEFF[loopback a]\r\n[map]\na.1 > a.2\r\na.3 > a.4');
    const edited = show.edit({ kind: 'replaceText', file: 'show.cfg', text: '[loopback a]\n[map]\na.9 > a.2\na.3 > a.4' });
    expect(show.text()).toBe('\uFEFF[loopback a]\r\n[map]\na.9 > a.2\na.3 > a.4');
    expect(edited.changes).toHaveLength(1);
    expect(show.edit({ kind: 'replaceText', file: 'show.cfg', text: '[loopback a]\n[map]\na.9 > a.2\na.3 > a.4' }).changes).toEqual([]);
  });

  it('refuses an edit that would mean something else because a section goes on across files', () => {
    const show = new TestShow({ 'show.cfg': '[include a.cfg]\n/x = 1\n', 'a.cfg': '[desk a]\n' });
    const sentence = show.refusal({ kind: 'addInstance', backend: 'loopback', name: 'b', options: [], file: 'a.cfg' });
    expect(show.model.instances[0]?.options).toHaveLength(1);
    expect(sentence).toContain('Edit the text instead');
  });
});
