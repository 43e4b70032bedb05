import { expect, test } from 'vitest';
import { chooseHost, type Machine } from './chooseHost.ts';

const laptop: Machine = { platform: 'linux', nodeVersion: '22.12.0', isRoot: false, env: { DISPLAY: ':0' }, electron: undefined };
const hostOf = (difference: Partial<Machine>) => {
  const host = chooseHost({ ...laptop, ...difference });
  return host.kind === 'browser' ? host.reason : host.kind;
};

test('a laptop gets Electron, fetched when it is not there', () => {
  expect(hostOf({})).toBe('download');
  expect(hostOf({ nodeVersion: '24.1.0', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe('download');
  expect(hostOf({ platform: 'darwin', env: {} })).toBe('download');
  expect(hostOf({ electron: '/x/electron' })).toBe('electron');
});

test('a binary that is there runs whatever Node started it', () => {
  expect(hostOf({ nodeVersion: '20.19.0', electron: '/x/electron' })).toBe('electron');
});

test('nothing is fetched where it could not run', () => {
  expect(hostOf({ env: {} })).toMatch(/no display/);
  expect(hostOf({ env: { DISPLAY: '' }, electron: '/x/electron' })).toMatch(/no display/);
  expect(hostOf({ nodeVersion: '20.20.2' })).toBe('it needs Node 22.12 or newer, and this is 20.20.2');
  expect(hostOf({ nodeVersion: '22.11.9' })).toMatch(/22\.11\.9/);
  expect(hostOf({ isRoot: true })).toBe('it does not start as root');
});
