import { spawn } from 'node:child_process';
import { reportLines } from '../../electron/reportLines.ts';
import { explainExit } from './explainExit.ts';

const keptOutput = 64 * 1024;

export type ElectronOutcome =
  /** It ran, or another PatchMonster that runs already took over. */
  | { readonly kind: 'closed'; readonly exitCode: number }
  /** No window was ever seen. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Runs Electron until it ends. Its own messages go to `printError`; what it tells us is kept from the screen. */
export function runElectron(
  binary: string,
  args: readonly string[],
  printError: (text: string) => void,
  onReady: () => void,
): Promise<ElectronOutcome> {
  return new Promise((resolve) => {
    let output = '';
    let isOurs = false;
    const keep = (text: string) => {
      output = (output + text).slice(-keptOutput);
    };
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env: withoutNodeMode(process.env) });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, forward);
    const end = (outcome: ElectronOutcome) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(outcome);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      keep(text);
      if (!isOurs && output.includes(reportLines.ready)) onReady();
      isOurs ||= output.includes(reportLines.ready) || output.includes(reportLines.ended);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      keep(text);
      if (isOurs) printError(text);
    });
    child.once('error', (error) => end({ kind: 'failed', reason: `it could not be started (${error.message})` }));
    child.once('close', (code, signal) => {
      end(isOurs ? { kind: 'closed', exitCode: code ?? 1 } : { kind: 'failed', reason: explainExit(output, code, signal) });
    });
  });
}

/** A terminal inside of another Electron app may carry this, and then Electron would be a plain Node. */
function withoutNodeMode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return rest;
}
