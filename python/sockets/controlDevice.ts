import { errno, SystemCallError } from './errnos.ts';
import type { Faults } from './faults.ts';
import type { FileStream, FileSystem } from './interpreter.ts';
import type { Action, SocketActions } from './socketActions.ts';

export const controlDevicePath = '/dev/patchmonster-sockets';
const deviceMajor = 64;
const readWriteCharacterDevice = 0o020666;

/**
 * The way of our Python layer to what is no system call: it writes a request as JSON to a device file and reads the answer from
 * it. That keeps JavaScript objects out of the interpreter, and interrupted requests behave like any other interrupted write.
 */
export function makeControlDevice(fs: FileSystem, actions: SocketActions, faults: Faults): void {
  const answers = new WeakMap<object, Uint8Array>();
  const device = fs.makedev(deviceMajor, 0);
  fs.registerDevice(device, {
    open: () => undefined,
    write(stream: FileStream, buffer: Uint8Array, offset: number, length: number): number {
      const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length).slice();
      try {
        answers.set(stream.node, new TextEncoder().encode(JSON.stringify(actions.perform(readAction(bytes)))));
        return length;
      } catch (error) {
        throw new fs.ErrnoError(faults.errnoOf(error));
      }
    },
    read(stream: FileStream, buffer: Uint8Array, offset: number, length: number): number {
      const answer = answers.get(stream.node) ?? new Uint8Array(0);
      const count = Math.min(length, answer.length);
      new Uint8Array(buffer.buffer, buffer.byteOffset + offset, count).set(answer.subarray(0, count));
      answers.set(stream.node, answer.subarray(count));
      return count;
    },
  });
  if (!fs.analyzePath(controlDevicePath).exists) fs.mkdev(controlDevicePath, readWriteCharacterDevice, device);
}

/** Any Python code can write to the device; what our own layer writes has the right fields. */
function readAction(bytes: Uint8Array): Action {
  let action: unknown;
  try {
    action = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new SystemCallError(errno.EINVAL);
  }
  if (!isAction(action)) throw new SystemCallError(errno.EINVAL);
  return action;
}

function isAction(value: unknown): value is Action {
  return typeof value === 'object' && value !== null && 'do' in value;
}
