import { expect, test } from 'vitest';
import type { SocketAddress } from '../../core/contract/socketLink.ts';
import { SystemCallError } from './errnos.ts';
import { Ipv6Surrogates } from './ipv6Surrogates.ts';
import { packAddress, packedWords, unpackAddress } from './packedAddress.ts';
import type { PythonSocket } from './pythonSocket.ts';
import { addressFamily, readAddress, readFamily, readPacked, writeAddress, writePacked } from './sockaddr.ts';

const pointer = 32;
const lengthPointer = 64;

function setUp(family: 4 | 6) {
  const buffer = new ArrayBuffer(128);
  const memory = {
    HEAPU8: new Uint8Array(buffer),
    HEAP32: new Int32Array(buffer),
    HEAPU32: new Uint32Array(buffer),
    _malloc: () => 0,
    UTF8ToString: () => '',
  };
  const socket = { family } as PythonSocket;
  return { context: { surrogates: new Ipv6Surrogates(), memory: () => memory }, memory, socket };
}

function packed(address: SocketAddress): Int32Array {
  const words = new Int32Array(packedWords);
  packAddress(address, words);
  return words;
}

const ipv4: SocketAddress = { family: 4, host: '192.168.1.20', port: 8010 };
const ipv6: SocketAddress = { family: 6, host: 'fe80::1', port: 65535, scope: '3' };

test('an IPv4 address lies there as the C library lays it out: family, port and host in network order', () => {
  const { context, memory, socket } = setUp(4);
  writeAddress(context, socket, pointer, lengthPointer, ipv4);
  expect([...memory.HEAPU8.subarray(pointer, pointer + 16)]).toEqual([2, 0, 0x1f, 0x4a, 192, 168, 1, 20, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(memory.HEAP32[lengthPointer / 4]).toBe(16);
  expect(readFamily(context, pointer)).toBe(addressFamily.inet);
});

test.each([
  ['IPv4', ipv4],
  ['IPv6, behind its surrogate', ipv6],
])('%s comes back as it was written, as text and packed', (_name, address) => {
  const { context, memory, socket } = setUp(address.family);
  writeAddress(context, socket, pointer, lengthPointer, address);
  expect(readAddress(context, socket, pointer)).toEqual(address);
  expect(unpackAddress(readPacked(context, socket, pointer) ?? new Int32Array(packedWords))).toEqual(address);

  memory.HEAPU8.fill(0);
  writePacked(context, socket, pointer, lengthPointer, packed(address));
  expect(readAddress(context, socket, pointer)).toEqual(address);
});

test('no address has no length, and a null pointer is left alone', () => {
  const { context, memory, socket } = setUp(4);
  memory.HEAP32[lengthPointer / 4] = 16;
  writeAddress(context, socket, pointer, lengthPointer, undefined);
  expect(memory.HEAP32[lengthPointer / 4]).toBe(0);
  writePacked(context, socket, 0, lengthPointer, packed(ipv4));
  expect(readPacked(context, socket, 0)).toBeUndefined();
  expect(memory.HEAPU8.every((byte) => byte === 0)).toBe(true);
});

test('another family, and a surrogate of nobody, are refused', () => {
  const { context, memory, socket } = setUp(6);
  memory.HEAPU8[pointer] = 10;
  expect(() => readAddress(context, socket, pointer)).toThrow(SystemCallError);
  memory.HEAPU8.set([2, 0, 0, 80, 10, 0, 0, 1], pointer);
  expect(() => readAddress(context, socket, pointer)).toThrow(SystemCallError);
});
