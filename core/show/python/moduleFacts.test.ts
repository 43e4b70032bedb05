import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importedModules } from './importedModules.ts';
import { readModuleFacts } from './moduleFacts.ts';
import { parsePython } from './pythonSyntax.ts';

function shape(text: string): Record<string, string> {
  const { names } = readModuleFacts(text);
  return Object.fromEntries(
    [...names].map(([name, definition]) => {
      if (definition.kind !== 'function') return [name, definition.kind];
      const { least, most, needsKeyword } = definition.arity;
      return [name, `${definition.isAsync ? 'async ' : ''}${least}..${most}${needsKeyword ? ' keyword' : ''}`];
    }),
  );
}

describe('names at the top of a module', () => {
  it('knows functions with the arguments that they take', () => {
    const text = `
def one(value): pass
def none(): pass
def two(a, b): pass
def optional(a, b=1): pass
def rest(*values): pass
def keyword(a, *, b): pass
def only(a, /, b: int = 3, *, c=1, **more) -> None: pass
async def later(v): pass
short = lambda v: v
empty = lambda: 0
`;
    expect(shape(text)).toEqual({
      one: '1..1',
      none: '0..0',
      two: '2..2',
      optional: '1..2',
      rest: '0..Infinity',
      keyword: '1..1 keyword',
      only: '1..2',
      later: 'async 1..1',
      short: '1..1',
      empty: '0..0',
    });
  });

  it('knows names that are bound in other ways, and literals that nobody can call', () => {
    const text = `
import os.path, json as j
from tools import fade, (curve as c)
from tools import (
    a,
    b as bb,
)
x, (y, z) = 1, (2, 3)
p = q = make()
level: float = 0.5
table = {}
if True:
    def inside(v): pass
else:
    other = fade
try:
    import fast
except ImportError as e:
    fast = None
for i in range(3):
    last = i
with open('f') as handle: pass
while (w := 1): pass
@wrap
def decorated(): pass
class Thing: pass
def setter():
    global counter
    counter = 1
`;
    expect(
      Object.keys(shape(text))
        .filter((name) => name !== 'ImportError')
        .sort(),
    ).toEqual('Thing a bb c counter decorated e fade fast handle i inside j last level os other p q setter table w x y z'.split(' '));
    expect(shape('level = 0.5\nname = "x"\nf = make()\n')).toEqual({ level: 'value', name: 'value', f: 'unknown' });
  });

  it('says when names may come from elsewhere, and what is imported', () => {
    expect(readModuleFacts('from x import *\n').isOpen).toBe(true);
    expect(readModuleFacts('globals()["a"] = 1\n').isOpen).toBe(true);
    expect(readModuleFacts('locals().update(a=print)\n').isOpen).toBe(true);
    expect(readModuleFacts('def f(v): pass\n').isOpen).toBe(false);
    expect([...readModuleFacts('import a.b, c as d\nfrom e.f import g\nfrom . import h\n').imports]).toEqual(['a', 'c', 'e']);
  });
});

describe('any text', () => {
  it('is read without a fall', () => {
    const piece = fc.constantFrom(
      'def ',
      'f(',
      ')',
      ':\n',
      '    ',
      'import ',
      'a.b',
      ' as ',
      '*',
      ',',
      '"',
      "'",
      '"""',
      '\\',
      '=',
      'lambda',
      '\uDC80',
      '[',
      '@',
      'global x',
      '\r\n',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        readModuleFacts(pieces.join(''));
        importedModules(pieces.join(''));
      }),
    );
  });

  it('gives the modules that it imports', () => {
    const text =
      'import a.b as c, d\nfrom e import (\n    f,  # note\n    g as h,\n)\nfrom . import i\nfrom ..j.k import l\nfrom m import *\n';
    expect(importedModules(text).map(({ level, name }) => '.'.repeat(level) + name)).toEqual([
      'a.b',
      'd',
      'e',
      'e.f',
      'e.g',
      '.i',
      '..j.k',
      '..j.k.l',
      'm',
    ]);
  });
});

describe('syntax errors', () => {
  const lineOf = (text: string) => {
    const { error } = parsePython(text);
    return error && text.slice(0, error.offset).split('\n').length;
  };

  it.each([
    ['def f(v)\n    pass\n', 1],
    ['x = 1\nprint "x"\n', 2],
    ['x = [1, 2\n', 1],
    ['def f(v):\npass\n', 2],
    ['if x = 3:\n    pass\n', 1],
    ['a = 1\nx = "abc\ny = 1\n', 2],
    ['x = 1\n  y = 1\n', 2],
    ['def f(v):\n    a\n  b\n', 3],
    ['f(a b)\n', 1],
    ['else:\n    x\n', 1],
    ['def f(v):\n    x = 1\n    return }\n', 3],
    ['@wrap(\ndef f(v): pass\n', 2],
  ])('finds the one in %j', (text, line) => {
    expect(lineOf(text)).toBe(line);
  });

  it.each([
    'async def f():\n    yield\n',
    'match x:\n    case A():\n        pass\n    case {"k": str(), **rest} if rest:\n        pass\n',
    'with open(a) as (b, c):\n    pass\n',
    'x = 20.\ny = 1.5e3 + .5\n\f\ndef f(): pass\n',
    't = t"{x}"\ns = f"{a!r:>{w}} {"nested"}"\n',
    'def f[T](v: T) -> T:\n    return v\ntype A = int\n',
    'x = (1,\n  2)\nif x: y = 1; z = 2\n',
    's = """a\nb"""\nr = "a\\\nb"\n',
    'try:\n    pass\nexcept* E:\n    pass\n',
    '\uFEFFimport a\r\nx = 1\r\n',
    '# only a comment',
    '',
    'class A:\n    x = 1\n\n    # note\n    def f(self):\n        pass\n',
    'print(lambda *a, **k: (a, k))\nx = yield_ = 1\n',
    '@a.b[c](d)\ndef f(v): pass\n@(lambda g: g)  # note\r\ndef h(v): pass\n@wrap(x(1),\n  1)\ndef i(v): pass\n@w(a(b))\ndef j(v): pass\n',
    'a[*b] = [*c]\ndef f(*args: *T, **k): pass\n',
    'type A[T = int] = T\ndef f[T = str](v: T): pass\n',
  ])('finds none in %j', (text) => {
    expect(parsePython(text).error).toBeUndefined();
  });
});
