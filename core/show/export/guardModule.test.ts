import { loadPyodide, type PyodideAPI } from 'pyodide';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guardModule } from './guardModule.ts';
import { readyModule } from './helperModules.ts';

/**
 * The reference's side of the interface, as far as the guard meets it: the functions keep what they are given, intervals are
 * found by `==`, and the core calls and looks up without Python on the stack, which here JavaScript does.
 */
const core = `
import sys, types
core = types.ModuleType("midimonster")
core.intervals, core.managed, core.cleanup, core.outputs = [], [], [None], []
def interval(function, period):
    if not callable(function):
        raise TypeError("interval() requires a callable")
    for entry in core.intervals:
        if function == entry[0]:
            entry[1] = period
            return
    if period:
        core.intervals.append([function, period])
def manage(handler, sock):
    if sock.fileno() < 0:
        raise TypeError("manage() requires a (connected) socket-like object")
    for entry in core.managed:
        if sock == entry[1]:
            core.managed.remove(entry)
            break
    if handler is not None:
        core.managed.append([handler, sock])
def cleanup_handler(handler):
    previous = core.cleanup[0]
    core.cleanup[0] = handler
    return previous
def output(name, value):
    core.outputs.append((name, value))
core.interval, core.manage, core.cleanup_handler, core.output = interval, manage, cleanup_handler, output
sys.modules["midimonster"] = core
`;

let python: PyodideAPI;

it('imports nothing that needs an extension module of Python, which the reference may be unable to load', () => {
  const imports = guardModule.match(/^(?:import|from) .*$/gm);
  expect(imports).toEqual(['importlib.machinery', 'os', 'sys', 'traceback', 'types', 'midimonster'].map((name) => `import ${name}`));
});

describe('guard', () => {
  beforeAll(async () => {
    python = await loadPyodide();
    python.FS.mkdirTree('/bundle');
    python.FS.writeFile('/bundle/patchmonster_guard.py', guardModule);
    python.runPython('import sys; sys.path.insert(0, "/bundle"); sys.dont_write_bytecode = True');
  }, 120_000);

  beforeEach(() => {
    python.runPython(`
import io, sys, importlib
for name in [name for name, module in sys.modules.items() if str(getattr(module, "__file__", "")).startswith("/bundle") or name in ("nomod", "made")]:
    del sys.modules[name]
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "patchmonster_guard"]
sys.stderr = io.StringIO()
importlib.invalidate_caches()
`);
    python.runPython(core);
    python.runPython('import patchmonster_guard');
  });

  const load = (name: string, text: string) => {
    python.FS.writeFile(`/bundle/${name}.py`, text);
    python.runPython(`import importlib; importlib.invalidate_caches(); import ${name}`);
  };
  /** What importing a module raises. */
  const failure = (name: string, text: string) => {
    python.FS.writeFile(`/bundle/${name}.py`, text);
    return python.runPython(
      `importlib.invalidate_caches()\ntry:\n    import ${name}\n    raised = ''\nexcept BaseException as error:\n    raised = f"{type(error).__name__}: {error}"\nraised`,
    );
  };
  const ready = (...modules: string[]) => load('patchmonster_ready', readyModule(modules));
  const stderr = () => String(python.runPython('sys.stderr.getvalue()'));
  /** What the core finds under a name of a module: looked up from outside of Python, as the core does. */
  const handler = (module: string, name: string) => python.pyimport(module)[name] as (value: number) => unknown;
  const evaluate = (expression: string): unknown => python.runPython(expression);

  it('prints what a handler raises, with the line, and the next call works', () => {
    load(
      'h',
      'import midimonster\ndef bad(v):\n    midimonster.output("a", v)\n    raise ValueError("boom")\ndef good(v):\n    midimonster.output("b", v)\n',
    );
    ready('h');
    const bad = handler('h', 'bad');
    const good = handler('h', 'good');
    expect(bad(0.5)).toBeUndefined();
    good(0.25);
    expect(stderr()).toBe(
      'Traceback (most recent call last):\n  File "/bundle/h.py", line 4, in bad\n    raise ValueError("boom")\nValueError: boom\n',
    );
    expect(evaluate('str(core.outputs)')).toBe("[('a', 0.5), ('b', 0.25)]");
  });

  it('survives sys.exit() in a handler and while a module loads', () => {
    load('h', 'import sys\ndef leave(v):\n    sys.exit(3)\n');
    ready('h');
    handler('h', 'leave')(1);
    expect(stderr()).toContain('SystemExit: 3');
    expect(failure('g', 'import sys\nsys.exit(4)\n')).toBe('ImportError: sys.exit() while the module was loaded');
  });

  it("leaves the user's own calls alone: they raise, and functions are what they were", () => {
    load(
      'h',
      'def inner():\n    raise KeyError(1)\ndef outer(v):\n    global caught\n    try:\n        inner()\n    except KeyError:\n        caught = True\n',
    );
    load('g', 'import h\nsame = h.inner is h.inner and type(h.inner).__name__ == "function"\n');
    ready('h', 'g');
    handler('h', 'outer')(1);
    expect(evaluate('import h, g\nh.caught and g.same')).toBe(true);
    expect(stderr()).toBe('');
  });

  it('answers for handlers that do not exist, are no functions or whose module is not there', () => {
    load('h', 'import midimonster\nlevel = 3\nmidimonster.output("made.b", 1)\n');
    ready('h', 'nomod');
    const handlers = [handler('h', 'missing'), handler('h', 'level'), handler('nomod', 'f'), handler('made', 'b')];
    for (const call of handlers) expect(call(1)).toBeUndefined();
    expect(stderr().split('\n')).toEqual([
      'h.missing does not exist; values on this channel call nothing.',
      'h.level is not a function; values on this channel call nothing.',
      'nomod.f does not exist; values on this channel call nothing.',
      'made.b does not exist; values on this channel call nothing.',
      '',
    ]);
  });

  it('keeps intervals equal to their functions, so that they are updated and cancelled', () => {
    load(
      'h',
      'import midimonster\nfrom midimonster import interval\nclass Box:\n    def tick(self):\n        raise ValueError("tick")\nbox = Box()\ndef fade():\n    pass\n' +
        'interval(box.tick, 100)\nmidimonster.interval(fade, 50)\ninterval(fade, 70)\nmidimonster.interval(box.tick, 0)\n',
    );
    expect(evaluate('str([period for _, period in core.intervals])')).toBe('[0, 70]');
    expect(
      evaluate('import h\ncore.intervals[1][0] == h.fade and h.fade == core.intervals[1][0] and core.intervals[1][0] != h.box.tick'),
    ).toBe(true);
    evaluate('core.intervals[0][0]()');
    expect(stderr()).toContain('ValueError: tick');
    expect(failure('g', 'import midimonster\nmidimonster.interval(3, 10)\n')).toBe('TypeError: interval() requires a callable');
  });

  it('guards socket functions and drops a managed socket that is closed', () => {
    load(
      'h',
      'import midimonster\nclass Sock:\n    number = 7\n    def fileno(self):\n        return self.number\nsock = Sock()\ndef on_data(s):\n    s.number = -1\n    raise OSError("gone")\nmidimonster.manage(on_data, sock)\n',
    );
    evaluate('core.managed[0][0](core.managed[0][1])');
    expect(evaluate('len(core.managed)')).toBe(0);
    expect(stderr()).toContain('OSError: gone');
    expect(stderr()).toContain('A managed socket was closed; it is dropped.');
  });

  it('guards the cleanup function and hands back the previous one as it was', () => {
    load(
      'h',
      'import midimonster\ndef one():\n    raise ValueError("one")\ndef two():\n    pass\nmidimonster.cleanup_handler(two)\nprevious = midimonster.cleanup_handler(one)\n',
    );
    expect(evaluate('import h\nh.previous is h.two')).toBe(true);
    evaluate('core.cleanup[0]()');
    expect(stderr()).toContain('ValueError: one');
    expect(evaluate('midimonster = core\nmidimonster.cleanup_handler(None) is h.one and core.cleanup[0] is None')).toBe(true);
  });

  it('gives way when the show runs: modules are plain and output is the core own', () => {
    load('h', 'def f(v):\n    pass\n');
    ready('h');
    handler('h', 'f')(1);
    expect(evaluate('import h, types\ntype(h) is types.ModuleType and core.output is output')).toBe(true);
  });
});
