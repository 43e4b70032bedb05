import { spawn } from 'node:child_process';
import { LineLog } from './lineLog.ts';
import type { Program } from './program.ts';

/** Runs a command as a user would; `environment` is added to that of this process. */
export function startCommand(
  command: readonly string[],
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program & { readonly pid: number | undefined } {
  const [file = '', ...first] = command;
  const child = spawn(file, [...first, ...args], { cwd, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = new LineLog();
  const stderr = new LineLog();
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  let hasEnded = false;
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => stderr.push(Buffer.from(`${error.message}\n`)));
    child.once('exit', () => {
      hasEnded = true;
    });
    child.once('close', (code) => {
      hasEnded = true;
      stdout.close();
      stderr.close();
      resolve(code ?? -1);
    });
  });
  return {
    pid: child.pid,
    stdout,
    stderr,
    ended,
    hasEnded: () => hasEnded,
    signal: (name) => child.kill(name),
    kill: () => child.kill('SIGKILL'),
  };
}
