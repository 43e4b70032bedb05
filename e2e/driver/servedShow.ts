import path from 'node:path';
import { startCommand } from '../process/commandProgram.ts';
import type { Program } from '../process/program.ts';
import { cliFile, rootFolder } from './paths.ts';

const startTimeoutMs = 30_000;

/** `patchmonster serve` of one show, as a user starts it. */
export class ServedShow {
  private constructor(
    readonly program: Program & { readonly pid: number | undefined },
    /** With the token. */
    readonly url: string,
  ) {}

  static async start(showFile: string, args: readonly string[] = []): Promise<ServedShow> {
    // Trust, locks and journals of a test are nobody else's business, and go with its folder.
    const state = { PATCHMONSTER_STATE: path.join(path.dirname(path.resolve(showFile)), '.state') };
    const program = startCommand([process.execPath, cliFile], rootFolder, ['serve', '--port', '0', ...args, showFile], state);
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/;
    const isListening = await program.stdout.waitFor((line) => address.test(line), startTimeoutMs);
    const url = program.stdout.lines.map((line) => address.exec(line)?.[0]).find((found) => found !== undefined);
    if (!isListening || url === undefined) {
      program.kill();
      await program.ended;
      throw new Error(`serve printed no address:\n${[...program.stdout.lines, ...program.stderr.lines].join('\n')}`);
    }
    return new ServedShow(program, url);
  }

  get origin(): string {
    return new URL(this.url).origin;
  }

  get token(): string {
    return new URL(this.url).searchParams.get('token') ?? '';
  }

  /** Ctrl+C, and the exit status. */
  async stop(): Promise<number> {
    this.program.signal('SIGINT');
    const timer = setTimeout(() => this.program.kill(), 6000);
    const code = await this.program.ended;
    clearTimeout(timer);
    return code;
  }
}
