/** Where sections begin and end in a file, and where a new one may stand. */
import type { ConfigFile } from '../loadShow.ts';
import type { InstanceModel } from '../model.ts';
import type { LineSyntax } from '../syntax.ts';
import { startOfComments } from './lineEdits.ts';

/** The last line of an instance's section that says something: an option, an include, or the header itself. */
export function endOfSection(file: ConfigFile, header: number): number {
  let last = header;
  for (let index = header + 1; index < file.syntax.lines.length; index++) {
    const line = file.syntax.lines[index];
    if (!line || opensSection(line)) break;
    if (line.kind === 'entry' || line.kind === 'section') last = index;
  }
  return last;
}

/** The last option line of the instance in the file of its header, or the header. What comes after belongs to what follows. */
export function endOfOwnLines(instance: InstanceModel): number {
  const own = instance.options.filter((option) => option.line.file === instance.line.file && option.line.index > instance.line.index);
  return own.reduce((last, option) => Math.max(last, option.line.index), instance.line.index);
}

/**
 * The line after which a new instance section goes: below the last section that stands before the last map, so that the map
 * can use it; else above that map; else at the end.
 */
export function lineForNewSection(file: ConfigFile): number {
  const { lines } = file.syntax;
  const lastMap = lines.findLastIndex((line) => line.kind === 'section' && line.section.kind === 'map');
  const limit = lastMap < 0 ? lines.length : lastMap;
  const lastSection = lines.findLastIndex(
    (line, index) => index < limit && line.kind === 'section' && (line.section.kind === 'instance' || line.section.kind === 'backend'),
  );
  if (lastSection >= 0) return endOfSection(file, lastSection);
  if (lastMap >= 0) return startOfComments(file, lastMap) - 1;
  return lines.findLastIndex((line) => line.kind !== 'blank');
}

function opensSection(line: LineSyntax): boolean {
  return line.kind === 'section' && line.section.kind !== 'include';
}
