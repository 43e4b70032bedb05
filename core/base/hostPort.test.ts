import { expect, it } from 'vitest';
import { parseHostPort } from './hostPort.ts';

it('splits an address from its port', () => {
  expect(parseHostPort('127.0.0.1 8000', 1)).toEqual({ ok: true, value: { host: '127.0.0.1', port: 8000 } });
  expect(parseHostPort(' ::   9001 more', 1)).toEqual({ ok: true, value: { host: '::', port: 9001 } });
  expect(parseHostPort('127.0.0.1 08000', 1)).toEqual({ ok: true, value: { host: '127.0.0.1', port: 8000 } });
  expect(parseHostPort('0.0.0.0 0', 0)).toEqual({ ok: true, value: { host: '0.0.0.0', port: 0 } });
});

it.each(['', '  ', '127.0.0.1', '127.0.0.1 x', '127.0.0.1 65536', '127.0.0.1 0', '127.0.0.1 -1', 'host 80a'])('refuses "%s"', (text) => {
  expect(parseHostPort(text, 1).ok).toBe(false);
});
