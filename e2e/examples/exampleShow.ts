import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cliFile, rootFolder } from '../driver/paths.ts';
import { ShowFolder } from '../driver/showFolder.ts';
import { freePort } from '../peers/freePort.ts';
import { OscPeer } from '../peers/oscPeer.ts';
import { startCommand } from '../process/commandProgram.ts';
import type { Program } from '../process/program.ts';

const startTimeoutMs = 30_000;
/** All examples listen on the first, send to the second, and speak to devices on the third. */
const documentedPorts = { desk: 8010, peer: 8011, device: 8012 };

export const examplesFolder = path.join(rootFolder, 'examples/python');

/** A documented example, run by the command with ports of its own. */
export class ExampleShow {
  private constructor(
    private readonly folder: ShowFolder,
    private readonly program: Program,
    private readonly osc: OscPeer,
    private readonly deskPort: number,
    readonly devicePort: number,
  ) {}

  static async start(name: string): Promise<ExampleShow> {
    const osc = await OscPeer.open();
    const [deskPort, devicePort] = [await freePort(), await freePort()];
    const ports: Readonly<Record<string, number>> = {
      [documentedPorts.desk]: deskPort,
      [documentedPorts.peer]: osc.port,
      [documentedPorts.device]: devicePort,
    };
    const source = path.join(examplesFolder, name);
    const files = readdirSync(source).map((file) => [
      file,
      readFileSync(path.join(source, file), 'utf8').replace(/\b801\d\b/g, (port) => String(ports[port] ?? port)),
    ]);
    const folder = new ShowFolder(Object.fromEntries(files));
    const program = startCommand([process.execPath, cliFile], rootFolder, ['run', folder.file('show.cfg')]);
    const show = new ExampleShow(folder, program, osc, deskPort, devicePort);
    if (await program.stderr.waitFor((line) => /\blive\b/.test(line), startTimeoutMs)) return show;
    const printed = program.stderr.lines.join('\n');
    await show.stop();
    throw new Error(`${name} did not get live:\n${printed}`);
  }

  move(address: string, value: number): void {
    this.osc.send(this.deskPort, address, value);
  }

  /** Waits for a value on an address among what arrives from now on. */
  async hears(address: string, value: number, from = 0): Promise<void> {
    await this.osc.waitFor(({ path, args }) => path === address && Math.abs(Number(args[0]) - value) < 1e-4, { from });
  }

  /** How many messages arrived so far: a mark for `hears`. */
  get heard(): number {
    return this.osc.messages.length;
  }

  valuesOn(address: string): readonly number[] {
    return this.osc.messages.filter(({ path }) => path === address).map(({ args }) => Number(args[0]));
  }

  get printed(): readonly string[] {
    return this.program.stdout.lines;
  }

  async hasPrinted(text: string): Promise<boolean> {
    return this.program.stdout.waitFor((line) => line.includes(text), startTimeoutMs);
  }

  async stop(): Promise<number> {
    this.program.signal('SIGINT');
    const code = await this.program.ended;
    this.osc.close();
    this.folder.dispose();
    return code;
  }
}
