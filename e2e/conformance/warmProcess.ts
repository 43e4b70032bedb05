import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LineLog } from '../process/lineLog.ts';
import type { Program } from '../process/program.ts';

/** After so many runs a fresh process takes over, so that what one run leaves behind can't grow for ever. */
const runsPerProcess = 40;

interface CurrentRun {
  readonly number: number;
  readonly stdout: LineLog;
  readonly stderr: LineLog;
  readonly end: (code: number) => void;
  marksToCome: number;
  code: number | undefined;
}

/** A child process that has the program loaded and runs one case after the other by calling what the bin calls. */
export class WarmProcess {
  private child: ChildProcess | undefined;
  private current: CurrentRun | undefined;
  private runCount = 0;

  constructor(private readonly cliFile: string) {}

  start(args: readonly string[]): Program {
    if (this.current) throw new Error('A warm process runs one case at a time');
    const child = this.child ?? this.spawn();
    let isOver = false;
    const stdout = new LineLog();
    const stderr = new LineLog();
    const number = ++this.runCount;
    const ended = new Promise<number>((resolve) => {
      this.current = {
        number,
        stdout,
        stderr,
        marksToCome: 2,
        code: undefined,
        end: (code) => {
          isOver = true;
          this.current = undefined;
          stdout.close();
          stderr.close();
          if (number % runsPerProcess === 0) this.dispose();
          resolve(code);
        },
      };
    });
    child.send({ run: number, args });
    return {
      stdout,
      stderr,
      ended,
      hasEnded: () => isOver,
      signal: (name) => {
        if (!isOver) child.kill(name);
      },
      kill: () => {
        if (!isOver) child.kill('SIGKILL');
      },
    };
  }

  dispose(): void {
    const child = this.child;
    this.child = undefined;
    child?.disconnect();
  }

  private spawn(): ChildProcess {
    const script = fileURLToPath(new URL('warmChild.mjs', import.meta.url));
    const child = fork(script, [this.cliFile], { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child.stdout?.on('data', (chunk: Buffer) => this.take('stdout', chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.take('stderr', chunk));
    child.on('message', (message) => {
      if (!this.current || typeof message !== 'object' || !('ended' in message) || !('code' in message)) return;
      this.current.code = Number(message.code);
      this.settle();
    });
    child.once('close', (code) => {
      if (this.child !== child) return;
      this.child = undefined;
      this.current?.end(code ?? -1);
    });
    this.child = child;
    return child;
  }

  /** The end mark may come in pieces: it is looked for in the whole lines that the log made of the bytes. */
  private take(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    const run = this.current;
    if (!run) return;
    const log = run[stream];
    log.push(chunk);
    const last = log.lines.at(-1) ?? '';
    const mark = `\0end ${run.number}`;
    if (!last.endsWith(mark)) return;
    log.lines.pop();
    if (last.length > mark.length) log.lines.push(last.slice(0, -mark.length));
    run.marksToCome--;
    this.settle();
  }

  private settle(): void {
    if (this.current?.code !== undefined && this.current.marksToCome === 0) this.current.end(this.current.code);
  }
}
