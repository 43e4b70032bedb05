import { fail, ok, type Result } from '../../base/result.ts';
import type { Edit } from '../../contract/edit.ts';
import { displayText } from '../escapedText.ts';
import type { WireEndModel } from '../model.ts';
import { type ChannelPattern, expandPattern, parsePattern } from '../ranges.ts';
import type { EditContext, EditPlan } from './editContext.ts';
import type { Replacement } from './replacement.ts';
import { checkEnd } from './wireText.ts';

/**
 * Renames a channel in all map lines or in none: where it is written out, and as a member of a list such as `{red,green}`
 * when the new name differs in that member only. A channel inside a number range can't be renamed alone; that is refused.
 */
export function planRenameChannel(context: EditContext, edit: Extract<Edit, { kind: 'renameChannel' }>): EditPlan {
  const { instance, spec, newSpec } = edit;
  if (spec === newSpec) return ok({ replacements: [], delta: {} });
  const checked = checkEnd(`${instance}.${newSpec}`);
  if (!checked.ok) return checked;
  const replacements = new Map<string, Replacement>();
  for (const wire of context.model.wires) {
    for (const end of [wire.from, wire.to]) {
      if (end.instance !== instance) continue;
      const renamed = renameIn(end, spec, newSpec, checked.value.pattern);
      if (!renamed.ok) return fail(`${renamed.error} (line ${end.place.line} of ${displayText(end.place.file)})`);
      if (renamed.value === undefined) continue;
      const start = end.range.start + instance.length + 1;
      replacements.set(`${start}:${wire.line.file}`, { file: wire.line.file, start, end: end.range.end, text: renamed.value });
    }
  }
  const name = displayText(`${instance}.${spec}`);
  if (replacements.size === 0) return fail(`No map line names ${name}.`);
  return ok({ replacements: [...replacements.values()], delta: {} });
}

/** The new text of an end, or undefined when it does not name the channel. */
function renameIn(end: WireEndModel, spec: string, newSpec: string, newPattern: ChannelPattern): Result<string | undefined, string> {
  if (end.spec === spec) {
    if (end.pattern && end.pattern.count !== newPattern.count && end.pattern.count > 1) {
      return fail(`${displayText(end.text)} names ${end.pattern.count} channels, the new name ${newPattern.count}.`);
    }
    return ok(newSpec);
  }
  if (!end.pattern || !end.spec.includes('{') || !expandPattern(end.pattern).includes(spec)) return ok(undefined);
  const rewritten = renameMember(end.pattern, spec, newSpec);
  if (rewritten !== undefined) return ok(rewritten);
  return fail(`${displayText(`${end.instance}.${spec}`)} is part of the range ${displayText(end.text)}. Unfold that line first.`);
}

function renameMember(pattern: ChannelPattern, spec: string, newSpec: string): string | undefined {
  const list = pattern.parts.find((part) => part.kind === 'list');
  if (!list || pattern.parts.filter((part) => part.kind !== 'text').length !== 1) return undefined;
  const at = pattern.parts.indexOf(list);
  const textOf = (parts: ChannelPattern['parts']) => parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const [prefix, suffix] = [textOf(pattern.parts.slice(0, at)), textOf(pattern.parts.slice(at + 1))];
  const isNear = newSpec.startsWith(prefix) && newSpec.endsWith(suffix) && newSpec.length > prefix.length + suffix.length;
  if (!isNear) return undefined;
  const member = newSpec.slice(prefix.length, newSpec.length - suffix.length);
  const members = expandPattern(pattern).map((text, index) => (text === spec ? member : list.members[index]));
  const text = `${prefix}{${members.join(',')}}${suffix}`;
  const parsed = parsePattern(text);
  const wanted = expandPattern(pattern).map((other) => (other === spec ? newSpec : other));
  return parsed.ok && JSON.stringify(expandPattern(parsed.value)) === JSON.stringify(wanted) ? text : undefined;
}
