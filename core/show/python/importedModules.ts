import { parsePython } from './pythonSyntax.ts';

/** A module that a text asks for: `name` from the search path, or from the file's own package when `level` is not 0. */
export interface ImportedModule {
  /** Leading dots. */
  readonly level: number;
  /** May have dots; empty for `from . import`. */
  readonly name: string;
}

/** Everything that the text may import: for `from a import b` both `a` and `a.b`, since `b` may be a module of its own. */
export function importedModules(text: string): ImportedModule[] {
  const statements: string[] = [];
  parsePython(text).tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === 'ImportStatement') statements.push(text.slice(from, to));
    },
  });
  return statements.flatMap(parseImport);
}

function parseImport(statement: string): ImportedModule[] {
  const plain = statement.replace(/#.*$/gm, '').replace(/[()\\\s]+/g, ' ');
  const from = /^from (\.*) ?([\p{L}\p{N}_.]*) import (.*)$/u.exec(plain.trim());
  if (!from) return namesIn(plain.trim().replace(/^import /, '')).map((name) => ({ level: 0, name }));
  const [, dots = '', base = '', list = ''] = from;
  const level = dots.length;
  const below = namesIn(list).filter((name) => name !== '*');
  const modules = below.map((name) => ({ level, name: base === '' ? name : `${base}.${name}` }));
  return base === '' ? modules : [{ level, name: base }, ...modules];
}

function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim().split(' ')[0] ?? '')
    .filter((name) => name !== '');
}
