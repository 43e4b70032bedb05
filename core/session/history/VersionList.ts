import type { HistoryKind, VersionView } from '../../contract/clientLink.ts';

const maxVersions = 200;
const maxBytes = 64 * 1024 * 1024;

/** Contents of all files of a show at one moment, by absolute path. Unchanged files share their bytes with other versions. */
export type ShowContents = ReadonlyMap<string, Uint8Array>;

export interface Version {
  readonly id: number;
  readonly wallMs: number;
  readonly title: string;
  readonly kind: HistoryKind;
  readonly lines: readonly string[];
  readonly contents: ShowContents;
}

/** The versions of a show that ran, oldest first, as many as fit. */
export class VersionList {
  private versions: Version[] = [];
  private nextId = 1;

  add(version: Omit<Version, 'id'>): Version {
    const added = { ...version, id: this.nextId++ };
    this.versions.push(added);
    while (this.versions.length > maxVersions || (this.versions.length > 1 && this.sizeBytes() > maxBytes)) this.versions.shift();
    return added;
  }

  find(id: number): Version | undefined {
    return this.versions.find((version) => version.id === id);
  }

  /** Newest first. */
  get views(): readonly VersionView[] {
    const currentId = this.versions.at(-1)?.id;
    return this.versions
      .map(({ id, wallMs, title, kind, lines }) => ({ id, wallMs, title, kind, lines, isCurrent: id === currentId }))
      .reverse();
  }

  private sizeBytes(): number {
    const distinct = new Set<Uint8Array>();
    for (const { contents } of this.versions) for (const bytes of contents.values()) distinct.add(bytes);
    let sum = 0;
    for (const bytes of distinct) sum += bytes.byteLength;
    return sum;
  }
}
