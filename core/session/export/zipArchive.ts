import { isUtf8 } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';
import { encodeEscaped } from '../../show/escapedText.ts';

export interface ArchiveFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const localHeaderBytes = 30;
const directoryEntryBytes = 46;
const endBytes = 22;
const versionNeeded = 20;
/** Made on Unix, so that the permission bits in the upper half of the external attributes count. */
const madeByUnix = (3 << 8) | versionNeeded;
const utf8Names = 0x0800;
const deflated = 8;
const regularFile0644 = 0o100644 << 16;
/** 1 January 1980, 0:00: the same content always makes the same archive. */
const dosDate = 0x0021;

/** A zip archive (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16; no ZIP64: bundles are small). */
export function zipArchive(files: readonly ArchiveFile[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const name = encodeEscaped(path);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = commonFields(crc32(bytes), packed.length, bytes.length, name);

    const local = Buffer.alloc(localHeaderBytes);
    local.writeUInt32LE(0x04034b50, 0);
    common.copy(local, 4);
    parts.push(local, name, packed);

    const entry = Buffer.alloc(directoryEntryBytes);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(madeByUnix, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(regularFile0644 >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, name);
    offset += localHeaderBytes + name.length + packed.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(endBytes);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The 26 bytes that the local header and the directory entry share, from `version needed` to `extra field length`. */
function commonFields(crc: number, packedBytes: number, plainBytes: number, name: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(versionNeeded, 0);
  fields.writeUInt16LE(isUtf8(name) ? utf8Names : 0, 2);
  fields.writeUInt16LE(deflated, 4);
  fields.writeUInt16LE(dosDate, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packedBytes, 14);
  fields.writeUInt32LE(plainBytes, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}
