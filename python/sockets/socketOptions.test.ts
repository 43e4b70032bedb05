import { describe, expect, it } from 'vitest';
import { level, optionEffect } from './socketOptions.ts';

describe('optionEffect', () => {
  it('reads a multicast membership from its structure', () => {
    const request = Uint8Array.of(239, 1, 2, 3, 127, 0, 0, 1);
    expect(optionEffect(level.ip, 35, 0, request)).toEqual({ option: { name: 'joinGroup', group: '239.1.2.3', interface: '127.0.0.1' } });
    expect(optionEffect(level.ip, 36, 0, request)).toEqual({ option: { name: 'leaveGroup', group: '239.1.2.3', interface: '127.0.0.1' } });
  });

  it('reads the interface of an IPv6 membership', () => {
    const request = new Uint8Array(20);
    request.set([0xff, 2], 0);
    request[15] = 5;
    request[16] = 2;
    expect(optionEffect(level.ipv6, 20, 0, request)).toEqual({ option: { name: 'joinGroup', group: 'ff02::5', interface: '::%2' } });
  });

  it('takes options that need nothing, and does not know others', () => {
    expect(optionEffect(level.socket, 10, 1, undefined)).toEqual({ option: undefined });
    expect(optionEffect(level.ip, 99, 1, undefined)).toBe('unknown');
    expect(optionEffect(level.ip, 35, 0, Uint8Array.of(1))).toBe('unknown');
    expect(optionEffect(200, 1, 1, undefined)).toBe('unknown');
  });
});
