/** Replacements that settle problems. */
import type { Place, ProblemFix } from '../contract/problem.ts';
import type { OptionSetting } from '../contract/protocol.ts';
import { displayText } from './escapedText.ts';
import type { ConfigFile, ShowDocument } from './loadShow.ts';
import type { InstanceModel, LineRef } from './model.ts';
import { placeOf } from './places.ts';
import { parsePattern } from './ranges.ts';

/** One more line at the end of an instance's section. */
export function optionLineFix(document: ShowDocument, instance: InstanceModel, { name, value }: OptionSetting): ProblemFix | undefined {
  const line = `${name} = ${value}`;
  const after = instance.options.at(-1)?.line ?? instance.line;
  const file = document.files.get(after.file);
  return file && { title: `Add "${displayText(line)}"`, place: endOf(file, after.index), newText: `${breakOf(file, after.index)}${line}` };
}

/** The whole line goes, with its break. */
export function deleteLineFix(document: ShowDocument, { file: path, index }: LineRef): ProblemFix | undefined {
  const file = document.files.get(path);
  const line = file?.syntax.lines[index];
  if (!file || !line) return undefined;
  const hasBreak = file.syntax.text[line.end - 1] === '\n';
  const place = placeOf(file, index, { start: line.start, end: line.end });
  const whole = hasBreak ? { ...place, endLine: place.line + 1, endColumn: 1 } : place;
  return { title: 'Delete the line', place: whole, newText: '' };
}

/** What was probably meant by a line that is no option: a comment in another style. */
export function commentFix(file: ConfigFile, index: number, content: string): ProblemFix | undefined {
  const place = placeOf(file, index);
  const foreign = /^(#+|\/\/+)/.exec(content)?.[1];
  if (foreign !== undefined) {
    return { title: 'Make it a comment', place: { ...place, endColumn: place.column + foreign.length }, newText: ';' };
  }
  const section = /^(\[[^\]]*\])\s*[;#]+\s*(.*)$/s.exec(content);
  if (!section) return undefined;
  return {
    title: 'Put the comment above',
    place,
    newText: `; ${section[2] ?? ''}${breakOf(file, index)}${section[1] ?? ''}`,
  };
}

/** `{1.3}`, `{1-3}` and `{a,,b}` as they were probably meant, when that is a pattern. */
export function rangeFix(place: Place, glob: string): ProblemFix | undefined {
  const numbers = /^\{\s*(\d+)\s*(?:\.|\.{3,}|-|:|\u2013|\u2026)\s*(\d+)\s*\}$/.exec(glob);
  const better = numbers
    ? `{${numbers[1]}..${numbers[2]}}`
    : glob.replace(/,{2,}/g, ',').replace(/^\{,|,\}$/g, (end) => end.replace(',', ''));
  const isBetter = better !== glob && better.startsWith('{') && parsePattern(better).ok;
  return isBetter ? { title: `Use "${displayText(better)}"`, place, newText: better } : undefined;
}

function endOf(file: ConfigFile, index: number): Place {
  const end = file.syntax.lines[index]?.contentEnd ?? 0;
  return placeOf(file, index, { start: end, end });
}

/** The line break that this part of the file uses. */
function breakOf({ syntax }: ConfigFile, index: number): string {
  const { text, lines } = syntax;
  for (const line of [lines[index], lines[index - 1]]) {
    if (line && text[line.end - 1] === '\n') return text[line.end - 2] === '\r' ? '\r\n' : '\n';
  }
  return '\n';
}
