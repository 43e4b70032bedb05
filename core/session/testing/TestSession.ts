import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Edit } from '../../contract/edit.ts';
import { protocols } from '../../roots/protocols.ts';
import { runtimeFiles } from '../../roots/runtimeFiles.ts';
import { type OpenSessionOptions, openSession } from '../openSession.ts';
import type { Session } from '../Session.ts';
import { TestClient } from './TestClient.ts';

const distFolder = fileURLToPath(new URL('../../../dist', import.meta.url));

/** A real session with a real engine worker on files in a temporary folder, driven through a client. */
export class TestSession {
  private constructor(
    readonly folder: string,
    readonly session: Session,
    readonly client: TestClient,
  ) {}

  static async open(files: Readonly<Record<string, string>>, options: Partial<OpenSessionOptions> = {}): Promise<TestSession> {
    const folder = TestSession.folderWith(files);
    return TestSession.openIn(folder, options);
  }

  /** Opens `show.cfg` of a folder that exists already. */
  static async openIn(folder: string, options: Partial<OpenSessionOptions> = {}): Promise<TestSession> {
    const opened = await openSession({
      path: join(folder, 'show.cfg'),
      files: runtimeFiles(distFolder),
      catalog: protocols,
      stdio: 'forward',
      trust: 'granted',
      stateFolder: join(folder, '.state'),
      ...options,
    });
    if (!opened.ok) throw new Error(opened.error);
    const client = new TestClient();
    opened.value.attachClient(client.link.port);
    await client.until('hello', () => client.notices.length > 0);
    return new TestSession(folder, opened.value, client);
  }

  static folderWith(files: Readonly<Record<string, string>>): string {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'patchmonster-test-')));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  }

  async attach(): Promise<TestClient> {
    const client = new TestClient();
    this.session.attachClient(client.link.port);
    await client.until('hello', () => client.notices.length > 0);
    return client;
  }

  read(name = 'show.cfg'): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Another program saves a file. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  edit(...edits: Edit[]) {
    return this.client.call({ method: 'edit', revision: this.client.view.revision, edits });
  }

  addWire(from: string, to: string) {
    return this.edit({ kind: 'addWire', from, to, direction: 'forward' });
  }

  async live(...instances: string[]): Promise<this> {
    await this.client.until(`${instances.join(', ')} live`, () => instances.every((name) => this.client.phaseOf(name) === 'live'));
    return this;
  }

  /** Ends the session; the folder stays for another one with `isKept`. */
  async close({ isKept = false } = {}): Promise<void> {
    await this.session.dispose();
    if (!isKept) rmSync(this.folder, { recursive: true, force: true });
  }
}
