import { describe, expect, it } from 'vitest';
import { protocols } from '../roots/protocols.ts';
import { override, TestShow } from './testing/testShow.ts';

const map = (lines: string, files: Record<string, string> = {}) =>
  new TestShow({
    'show.cfg': `[python py]\nmodule = mod\n[loopback lb]\n[desk d]\n[map]\n${lines}`,
    'mod.py': 'def one(v): pass\n',
    ...files,
  });

/** Findings about the lines of the map, which begin at line 6. */
function mapFindings(lines: string, files: Record<string, string> = {}): string[] {
  return map(lines, files)
    .lint()
    .filter(({ place, code }) => (place?.line ?? 0) >= 6 && code !== 'unused-instance')
    .map(({ code, message }) => `${code}: ${message}`);
}

describe('what keeps a show from running', () => {
  it('is listed whole, each with its place', () => {
    const show = new TestShow(
      [
        'x = 1',
        'hello',
        '[python]',
        '[osc x.y]',
        '[desk d] ; note',
        '[desk d]',
        'bnd = 1',
        '# comment',
        '[desk d]',
        '[dsk e]',
        '[backend nosuch]',
        '[include none.cfg]',
        '[map]',
        'd./a',
        'd./a > d./b > d./c',
        'd > d./b',
        'f./a > d./b',
        'd./{1..3} > d./{1..2}',
        'd./{1.3} > d./b',
        'd.a > d./b',
      ].join('\n'),
    );
    expect(show.findings()).toEqual([
      'option-before-section 1:1',
      'not-an-assignment 2:1',
      'no-instance-name 3:1',
      'bad-instance-name 4:6',
      'unknown-option 7:1',
      'not-an-assignment 8:1',
      'duplicate-instance 9:7',
      'unknown-backend 10:2',
      'unused-instance 10:6',
      'unknown-backend 11:10',
      'include-unreadable 12:10',
      'not-a-mapping 14:1',
      'second-operator 15:13',
      'no-channel 16:1',
      'unknown-instance 17:1',
      'range-size-differs 18:1',
      'range-invalid 19:4',
      'bad-channel 20:1',
    ]);
  });

  it('hides nothing else: lines of an instance with a refused option are looked at too', () => {
    const show = new TestShow({
      'show.cfg': '[python py]\nmodul = x\nmodule = mod\n[desk d]\nbnd = 1\n[map]\nd.a > py.mod.oen\nd./1 > d./2\nd./3 > d./2\n',
      'mod.py': 'def one(v): pass\n',
    });
    const found = ['unknown-option 2:1', 'unknown-option 5:1', 'bad-channel 7:1', 'two-writers 9:1'];
    expect(show.findings()).toEqual(found);
    // What runs is not touched by that.
    expect(show.compile().plan.instances).toEqual([]);
  });

  it('comes with the nearest name and a fix where there is one', () => {
    const problems = new TestShow('[dsk a]\n[desk stage]\nbnd = 1\n[map]\nstge./1 > stage./2\n').lint();
    const fixes = problems.flatMap(({ code, fix }) =>
      fix ? [`${code} ${fix.place.line}:${fix.place.column}-${fix.place.endColumn} ${fix.newText}`] : [],
    );
    expect(fixes).toEqual(['unknown-backend 1:2-5 desk', 'unknown-option 3:1-4 bind', 'unknown-instance 5:1-5 stage']);
  });

  it('offers no name that has nothing in common', () => {
    const problems = new TestShow('[desk a]\n[map]\na./1 > q./2\nA./1 > a./3\n').lint();
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no instance called "q".',
      'There is no instance called "A". Did you mean "a"?',
    ]);
  });

  it('counts columns as editors do, without a byte order mark', () => {
    expect(new TestShow('\uFEFF[dsk a]\r\n').findings()).toEqual(['unknown-backend 1:2', 'unused-instance 1:6']);
  });

  it('warns of a file in an encoding of one byte per letter', () => {
    expect(new TestShow({ 'show.cfg': Uint8Array.of(59, 32, 0xe9, 10) }).findings()).toEqual(['not-utf8 1:3']);
  });

  it('names a refused channel, in a range too', () => {
    const show = new TestShow('[desk d]\n[dimmer u]\n[map]\nd./a > u.{510..514}\nd.a > u.1\n');
    expect(show.compile().problems.map(({ message }) => message)).toEqual([
      'u.513: "513" is no channel of dimmer.',
      '"a" is no channel of desk.',
    ]);
  });

  it('says what is wrong with a file that is no text, a missing one, one that includes itself', () => {
    expect(new TestShow({ 'show.cfg': Uint8Array.of(1, 10, 0, 3) }).compile().problems[0]?.message).toBe(
      "show.cfg can't be read: it is not a text file (there is a NUL byte in line 2).",
    );
    expect(new TestShow({ 'other.cfg': '' }).compile().problems[0]?.message).toBe("show.cfg can't be read: there is no such file.");
    expect(new TestShow('[include show.cfg]').findings()).toEqual(['include-loop 1:10']);
  });

  it('has a limit, and says how many more there are', () => {
    const problems = new TestShow('x\n'.repeat(5000)).lint();
    expect(problems).toHaveLength(1001);
    expect(problems[0]?.message).toBe('There are 4000 more problems.');
  });

  it('points at the option, or at the override', () => {
    const show = new TestShow('[desk d]\n[map]\nd./1 > d./2\n');
    const messages = show
      .compile([override('instance', 'd.bnd=1'), override('instance', 'e.bind=1')])
      .problems.map(({ message }) => message);
    expect(messages).toEqual([
      '-i e.bind does nothing: the show has no instance "e".',
      '-i d.bnd: desk has no option "bnd". Did you mean "bind"?',
    ]);
  });
});

describe('routes', () => {
  it('warns of two writers of one channel, with both lines', () => {
    const show = map('lb.a > d./x\nlb.b > d./x\nlb.a > d./x\nlb.{1..3} > d./y\n');
    const found = show.lint().filter(({ code }) => code === 'two-writers' || code === 'repeated-wire');
    expect(found.map(({ message, place, related }) => [message, place?.line, related?.place.line])).toEqual([
      ['lb.a also sets d./x: the last value wins.', 7, 6],
      ['This line repeats others and does nothing.', 8, undefined],
      ['Several channels of this line set d./y: the last value wins.', 9, undefined],
    ]);
  });

  it('takes it as given that a handler is called by many', () => {
    expect(mapFindings('lb.a > py.mod.one\nlb.b > py.mod.one\nlb.c > py.x\nlb.d > py.x\n')).toEqual([]);
  });

  it('names the channels of a feedback loop', () => {
    expect(mapFindings('lb.a > lb.b\nlb.b > lb.c\nlb.c > lb.a\nlb.c > d./x\n')).toEqual([
      'feedback-loop: Feedback loop: lb.a > lb.b > lb.c > lb.a. A value goes round here without end.',
    ]);
    expect(mapFindings('lb.x > lb.x\n')).toEqual(['feedback-loop: Feedback loop: lb.x > lb.x. A value goes round here without end.']);
    expect(mapFindings('lb.{1..300} <> lb.o{1..300}\n')).toHaveLength(1);
  });

  it('names a loop that a handler may close, and no certain one', () => {
    const files = {
      'mod.py': `
import midimonster
def one(v):
    if v > 0.5: midimonster.output("out", v)
def two(v): helper(v)
def helper(v):
    midimonster.output('back', v)
def built(v): midimonster.output("o" + "ut", v)
def later(v):
    def inner(): midimonster.output("out", v)
    midimonster.interval(inner, 100)
`,
    };
    const possible = (round: string, name: string) =>
      `possible-feedback-loop: Possible feedback loop: ${round}. If "${name}" in mod.py puts a value out for each one that it gets, values go round without end.`;
    expect(mapFindings('py.out > py.mod.one\n', files)).toEqual([possible('py.mod.one > py.out > py.mod.one', 'one')]);
    expect(mapFindings('py.back > lb.x\nlb.x > py.mod.two\nlb.x > d./f\n', files)).toEqual([
      possible('py.mod.two > py.back > lb.x > py.mod.two', 'two'),
    ]);
    expect(mapFindings('py.out > py.mod.built\npy.out > py.mod.later\npy.out > py.mod.two\npy.back > d./f\n', files)).toEqual([]);
    const both = mapFindings('lb.a > lb.a\npy.out > lb.a\nlb.a > py.mod.one\n', files).map((text) => text.split(':')[0]);
    expect(both.filter((code) => code?.endsWith('loop'))).toEqual(['feedback-loop', 'possible-feedback-loop']);
  });

  it('names a loop through the handler of all channels', () => {
    const files = { 'mod.py': 'import midimonster\ndef one(v): midimonster.output("out", v)\n' };
    const show = new TestShow({ 'show.cfg': '[python py]\nmodule = mod\ndefault-handler = mod.one\n[map]\npy.out > py.any\n', ...files });
    expect(show.findings()).toEqual(['possible-feedback-loop 5:1']);
    expect(mapFindings('py.out > py.any\n', files)).toEqual([]);
  });

  it('finds none where values leave the instance', () => {
    expect(mapFindings('d./a > lb.x\nlb.x > d./a\npy.out > py.mod.one\n')).toEqual([]);
  });
});

describe('instances', () => {
  it('warns of one that no map line names and of a resource that two claim', () => {
    const show = new TestShow('[desk a]\nbind = 8000\n[desk b]\nbind = 8000\n[python py]\n[map]\na./1 > a./2\n');
    expect(show.lint().map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: port 8000 is used by "a" already; only one of the two will get it.',
      'warning: No map line names "b".',
      'info: No map line names "py".',
    ]);
  });
});

describe('ports', () => {
  const twice = (...binds: string[]) =>
    new TestShow(`${binds.map((bind, index) => `[osc o${index}]\nbind = ${bind}\n`).join('')}[map]\no0./a > o1./b\n`)
      .lint([], protocols)
      .filter(({ code }) => code === 'resource-claimed-twice').length;

  it('are used twice when an address of all interfaces is one of the two', () => {
    expect(twice('0.0.0.0 8000', '127.0.0.1 8000')).toBe(1);
    expect(twice('10.0.0.1 8000', '0.0.0.0 8000')).toBe(1);
    expect(twice('localhost 8000', '127.0.0.1 8000')).toBe(1);
    expect(twice('10.0.0.1 8000', '127.0.0.1 8000', '10.0.0.2 8000')).toBe(0);
    expect(twice('0.0.0.0 0', '0.0.0.0 0')).toBe(0);
    expect(twice('0.0.0.0 8000', '0.0.0.0 8001')).toBe(0);
  });
});

describe('handlers', () => {
  const withModule = (channel: string, text: string) => mapFindings(`lb.a > py.${channel}\n`, { 'mod.py': text });

  it('are looked for in the module, with the nearest name as a fix', () => {
    const show = map('lb.a > py.mod.oen\n');
    const [problem] = show.lint().filter(({ code }) => code === 'handler-missing');
    expect(problem?.message).toBe('mod.py has no function "oen". Did you mean "one"?');
    expect(problem?.severity).toBe('warning');
    expect(problem?.fix).toEqual({
      title: 'Use "one"',
      place: { file: 'show.cfg', line: 6, column: 15, endLine: 6, endColumn: 18 },
      newText: 'one',
    });
  });

  it('must be callable with one value', () => {
    const text =
      'def none(): pass\ndef two(a, b): pass\nasync def later(v): pass\nlevel = 0.5\ndef rest(*a): pass\ndef key(a, *, b): pass\n';
    // One finding for each kind of mistake: what is said of one channel holds for those that it counts.
    expect(mapFindings('lb.a > py.mod.{none,two,later,level,rest,key}\n', { 'mod.py': text })).toEqual([
      'handler-arity: "none" in mod.py takes no argument, but a handler is called with the value. So it is with 2 more channels of this line.',
      'handler-is-async: "later" in mod.py is async, so a call would not run it. Write it as a plain "def".',
      'handler-not-callable: "level" in mod.py is a value, not a function; it can\'t be called.',
    ]);
    const codes = ['none', 'two', 'later', 'level', 'rest', 'key'].map((name) => withModule(`mod.${name}`, text)[0]?.split(':')[0]);
    expect(codes).toEqual(['handler-arity', 'handler-arity', 'handler-is-async', 'handler-not-callable', undefined, 'handler-arity']);
  });

  it('are not looked for where no handler is meant, or where nobody can tell', () => {
    expect(withModule('plain', '')).toEqual([]);
    // The dots of a range make no module.
    expect(withModule('plain{1..3}', '')).toEqual([]);
    expect(mapFindings('py.mod.name > lb.a\n')).toEqual([]);
    expect(withModule('math.sqrt', '')).toEqual([]);
    expect(withModule('helper.f', 'import helper\n')).toEqual([]);
    expect(withModule('mod.thing.method', 'thing = make()\n')).toEqual([]);
    expect(withModule('mod.made', 'from tools import *\n')).toEqual([
      'handler-unknown: Can\'t tell whether mod.py has "made": it makes names while it runs.',
    ]);
    expect(withModule('mod.f', 'def f(v)\n  pass\n')).toEqual([]);
  });

  it('of a module that is not loaded are named', () => {
    expect(withModule('mdo.one', '')).toEqual(['handler-module-not-loaded: The module "mdo" is not loaded here. Did you mean "mod"?']);
    const fix = map('lb.a > py.mdo.one\n')
      .lint()
      .find(({ code }) => code === 'handler-module-not-loaded')?.fix;
    expect(fix).toEqual({
      title: 'Use "mod"',
      place: { file: 'show.cfg', line: 6, column: 11, endLine: 6, endColumn: 14 },
      newText: 'mod',
    });
  });

  it('by default must be in the module too, with a fix of the name', () => {
    const show = new TestShow({
      'show.cfg': '[python py]\nmodule = mod\n default-handler =  mod.oen\n[map]\npy.a > py.b\n',
      'mod.py': 'def one(v): pass\n',
    });
    expect(show.lint().map(({ code, fix }) => [code, fix?.newText, fix?.place.line, fix?.place.column, fix?.place.endColumn])).toEqual([
      ['handler-missing', 'one', 3, 25, 28],
    ]);
  });
});

describe('modules', () => {
  const moduleFindings = (value: string, files: Record<string, string> = {}) =>
    new TestShow({ 'show.cfg': `[python py]\nmodule = ${value}\n[map]\npy.a > py.b\n`, ...files }).lint().map(({ message }) => message);

  it('are found by name, by file and by path', () => {
    const files = { 'mod.py': '', 'lib/my.py': '', 'pkg/__init__.py': '', 'pkg/sub.py': '' };
    for (const value of ['mod', 'mod.py', 'lib/my.py', 'lib/my', 'pkg', 'pkg.sub', 'json'])
      expect(moduleFindings(value, files)).toEqual([]);
  });

  it('that are missing, badly named or broken are named', () => {
    expect(moduleFindings('mdo')).toEqual(['There is no module "mdo": mdo.py is not in /show.']);
    expect(moduleFindings('my-mod', { 'my-mod.py': '' })).toEqual([
      '"my-mod" is not a name that Python can import. Use letters, digits and underscores, such as "my_mod".',
    ]);
    expect(moduleFindings('midimonster.py', { 'midimonster.py': '' })).toEqual([
      'A module can\'t be called "midimonster": that is the name of the interface itself. Give the file another name.',
    ]);
    expect(moduleFindings('json', { 'json.py': '' })[0]).toContain("Python's own library");
    expect(moduleFindings('mod', { 'mod.py': 'import math\ndef f(v)\n  pass\n' })).toEqual([
      "mod.py can't be loaded: syntax error in line 2.",
    ]);
  });

  it('mark the place of a syntax error in the module itself', () => {
    const show = new TestShow({ 'show.cfg': '[python py]\nmodule = mod\n[map]\npy.a > py.b\n', 'mod.py': '\n  x = [\n' });
    expect(show.lint().map(({ place }) => place?.file)).toEqual(['mod.py']);
  });

  it('given on the command line count too', () => {
    const show = new TestShow({ 'show.cfg': '[python py]\n[map]\npy.a > py.mod.f\n', 'mod.py': 'def f(v): pass\n' });
    expect(show.lint([override('instance', 'py.module=mod')])).toEqual([]);
  });
});
