import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const patienceMs = 20_000;

interface ChildOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A descriptor that is written instead of being read here. */
  readonly stdout?: number;
}

/** The built command as a process of its own. */
export class ChildCommand {
  stdout = '';
  stderr = '';
  readonly exit: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  private readonly watchers = new Set<() => void>();

  private constructor(readonly process: ChildProcess) {
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.wake();
    });
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.wake();
    });
    this.exit = new Promise((resolve) => process.on('close', (code, signal) => resolve({ code, signal })));
    void this.exit.then(() => this.wake());
  }

  static start(args: readonly string[], options: ChildOptions): ChildCommand {
    const { cwd, stdout = 'pipe' } = options;
    const env = { ...process.env, PATCHMONSTER_STATE: `${cwd}/.state`, ...options.env };
    return new ChildCommand(spawn(process.execPath, [cli, ...args], { cwd, env, stdio: ['ignore', stdout, 'pipe'] }));
  }

  /** Runs to the end. */
  static async run(args: readonly string[], cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const command = ChildCommand.start(args, { cwd });
    const { code } = await command.exit;
    return { code, stdout: command.stdout, stderr: command.stderr };
  }

  until(what: string, isTrue: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Waited in vain: ${what}\n${this.stdout}\n${this.stderr}`)), patienceMs);
      const look = () => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  private wake(): void {
    for (const look of [...this.watchers]) look();
  }
}
