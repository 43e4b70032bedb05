/** Small Python modules that a bundle for MIDIMonster loads before and after those of the show. */
import { guardModuleName } from './guardModule.ts';

export const readyModuleName = 'patchmonster_ready';

/** Loaded after the modules of the show. `modules`: what stands before the first dot of channels of Python instances. */
export function readyModule(modules: readonly string[]): string {
  const names = modules.map((name) => `    ${pythonText(name)},\n`).join('');
  return `"""Written by PatchMonster's export. Load it after the modules of the show."""
import ${guardModuleName}

${guardModuleName}.make_ready([
${names}])
`;
}

/** Puts folders of the bundle before the others on the search path. */
export function folderModule(folders: readonly string[]): string {
  const names = folders.map((folder) => `    ${pythonText(folder)},\n`).join('');
  return `"""Written by PatchMonster's export: where the modules of an instance are."""
import os
import sys

_root = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.normpath(os.path.join(_root, folder)) for folder in [
${names}]]
`;
}

/** A Python string literal in ASCII; bytes that are no text become the escapes that Python's own file names use. */
function pythonText(text: string): string {
  const escaped = [...text].map((character) => {
    const point = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    if (point >= 0x20 && point < 0x7f) return character;
    return point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped.join('')}"`;
}
