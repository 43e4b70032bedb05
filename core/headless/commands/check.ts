import { dirname } from 'node:path';
import { displayText } from '../../show/escapedText.ts';
import type { CommandIo } from '../CommandIo.ts';
import type { ShowArguments } from '../commandLine.ts';
import { countProblems, formatProblem } from './formatProblem.ts';
import { parseOverrides } from './overrides.ts';
import { sessionFor } from './sessionFor.ts';

/** Lists all problems of a show. 0: it would start; 1: it would not. */
export async function check(args: ShowArguments, io: CommandIo): Promise<number> {
  const overrides = parseOverrides(args);
  if (!overrides.ok) return refuse(overrides.error, args, io);
  const session = await sessionFor({
    path: args.show,
    stdio: 'forward',
    trust: 'ask',
    overrides: overrides.value,
    isReadOnly: true,
    isWatching: false,
  });
  if (!session.ok) return refuse([session.error], args, io);
  const { problems, path } = session.value;
  await session.value.dispose();
  const isFit = problems.every(({ severity }) => severity !== 'error');
  if (args.isJson) io.stdout.write(`${JSON.stringify({ ok: isFit, path, problems }, null, 2)}\n`);
  else {
    for (const problem of problems) io.stdout.write(`${formatProblem(problem, dirname(path), process.cwd())}\n`);
    io.stdout.write(`${displayText(args.show)}: ${countProblems(problems)}\n`);
  }
  return isFit ? 0 : 1;
}

function refuse(messages: readonly string[], { isJson }: ShowArguments, { stdout, stderr }: CommandIo): number {
  if (isJson) stdout.write(`${JSON.stringify({ ok: false, message: messages.join(' '), problems: [] })}\n`);
  else for (const message of messages) stderr.write(`${message}\n`);
  return 1;
}
