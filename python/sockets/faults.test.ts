import { expect, test } from 'vitest';
import { errno } from './errnos.ts';
import { Faults } from './faults.ts';
import { overrideSystemCalls, type SystemCallContext } from './systemCalls.ts';

const names = [
  ...['socket', 'bind', 'listen', 'accept4', 'connect', 'getsockname', 'getpeername', 'sendto', 'recvfrom', 'sendmsg', 'recvmsg'],
  ...['getsockopt', 'poll'],
].map((name) => `__syscall_${name}`);
const others = ['_try_shutdown', '_try_fcntl64', 'getaddrinfo'];
const detours = ['connect', 'recvfrom', 'sendto', 'poll'].map((name) => `_maybe_${name}_async`);

test('a bug under any system call is an input/output error for the caller, and reported once', () => {
  const table: Record<string, (...args: number[]) => unknown> = {};
  for (const name of [...names, ...others, ...detours]) table[name] = () => 0;
  const reported: string[] = [];
  const context: SystemCallContext = new Proxy(
    {},
    {
      get: () => {
        throw new TypeError('a bug of ours');
      },
    },
  ) as SystemCallContext;
  overrideSystemCalls({ table, running: () => undefined }, () => context, new Faults((message) => reported.push(message)));
  for (const name of names) {
    expect(table[name]?.(2, 0, 0, 0, 0, 0), name).toBe(-errno.EIO);
    expect(table[name]?.(2, 0, 0, 0, 0, 0), name).toBe(-errno.EIO);
  }
  expect(table.getaddrinfo?.(1, 0, 0, 0)).toBeLessThan(0);
  expect(reported.length).toBeGreaterThan(0);
  expect(reported.length).toBeLessThanOrEqual(16);
  expect(reported[0]).toContain('a bug of ours');
});
