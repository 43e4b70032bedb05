import { expect, it } from 'vitest';
import { fail, ok } from '../../base/result.ts';
import { encodeEscaped } from '../escapedText.ts';
import type { ReadFile } from '../loadShow.ts';
import { importedFiles } from './importedFiles.ts';

function diskWith(files: Readonly<Record<string, string>>): ReadFile {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, encodeEscaped(text)]));
  return (path) => {
    const found = bytes.get(path);
    return found ? ok(found) : fail('there is no such file.');
  };
}

it('follows imports from file to file, loops and packages included, and stays below its folders', () => {
  const disk = diskWith({
    '/s/main.py': 'import helpers, os, json\nfrom lib.curves import ease\nimport sys as s\nfrom . import near\nfrom .. import above\n',
    '/s/helpers.py': 'import main\nimport deep.down\n',
    '/s/lib/__init__.py': '',
    '/s/lib/curves.py': 'from .tables import rows\n',
    '/s/lib/tables.py': '',
    '/s/deep/__init__.py': '',
    '/s/deep/down.py': '',
    '/s/near.py': '',
    '/above.py': '',
    '/s/json.py': '',
  });
  expect(importedFiles([{ path: '/s/main.py', folders: ['/s'] }], disk).sort()).toEqual([
    '/s/deep/__init__.py',
    '/s/deep/down.py',
    '/s/helpers.py',
    '/s/json.py',
    '/s/lib/__init__.py',
    '/s/lib/curves.py',
    '/s/lib/tables.py',
    '/s/near.py',
  ]);
});

it('names the place of a module that is not there yet', () => {
  const disk = diskWith({ '/s/main.py': 'import helpers\nimport midimonster\nfrom midimonster import output\n' });
  expect(importedFiles([{ path: '/s/main.py', folders: ['/s'] }], disk)).toEqual(['/s/helpers.py']);
});
