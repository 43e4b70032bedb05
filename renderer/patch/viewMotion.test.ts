import { afterEach, expect, it, vi } from 'vitest';
import { travelMs } from './viewMotion.ts';

afterEach(() => vi.unstubAllGlobals());

it('is none where the system asks for less motion', () => {
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === '(prefers-reduced-motion: reduce)' }));
  expect(travelMs(200)).toBe(0);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  expect(travelMs(200)).toBe(200);
});
