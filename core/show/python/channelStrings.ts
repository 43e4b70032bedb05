import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../syntax.ts';
import { parsePython } from './pythonSyntax.ts';

/** Functions of the `midimonster` module whose first argument is a channel of the instance. */
const channelFunctions = new Set(['output', 'inputvalue', 'outputvalue']);

export interface ChannelString extends TextRange {
  /** What the literal says. */
  readonly channel: string;
}

/** Where a module names channels in plain texts: `midimonster.output("lamp", 1)`. Names that are put together are not found. */
export function findChannelStrings(text: string): ChannelString[] {
  const found: ChannelString[] = [];
  parsePython(text).tree.iterate({
    enter: ({ name, node }) => {
      const literal = name === 'CallExpression' ? readChannelCall(text, node)?.literal : undefined;
      if (literal) found.push(literal);
    },
  });
  return found;
}

/** The module with channels renamed in those texts, to be looked at before it is saved; undefined when it names none of them. */
export function renameChannelStrings(text: string, newNames: ReadonlyMap<string, string>): string | undefined {
  const pieces: string[] = [];
  let at = 0;
  for (const { channel, start, end } of findChannelStrings(text)) {
    const newName = newNames.get(channel);
    if (newName === undefined || newName === channel) continue;
    const quote = text[start] === "'" ? "'" : '"';
    const escaped = newName.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    pieces.push(text.slice(at, start), quote, escaped, quote);
    at = end;
  }
  return pieces.length === 0 ? undefined : pieces.join('') + text.slice(at);
}

/** A call of one of those functions whose first argument is a plain text. */
export function readChannelCall(
  text: string,
  call: SyntaxNode,
): { readonly functionName: string; readonly literal: ChannelString } | undefined {
  const callee = call.firstChild;
  const functionName = callee && text.slice(callee.from, callee.to).split('.').at(-1)?.trim();
  const argument = call.getChild('ArgList')?.firstChild?.nextSibling;
  if (!functionName || !channelFunctions.has(functionName) || argument?.name !== 'String') return undefined;
  const match = /^(["'])((?:(?!\1)[^\\\n])*)\1$/.exec(text.slice(argument.from, argument.to));
  const channel = match?.[2];
  if (channel === undefined) return undefined;
  return { functionName, literal: { channel, start: argument.from, end: argument.to } };
}
