import { z } from 'zod';

export const smallestWindow = { width: 800, height: 500 } as const;
export const firstWindow = { width: 1440, height: 900 } as const;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const maxPixels = 100_000;
const coordinate = z.int().min(-maxPixels).max(maxPixels);
const placeSchema = z.object({
  x: coordinate,
  y: coordinate,
  width: z.int().min(smallestWindow.width).max(maxPixels),
  height: z.int().min(smallestWindow.height).max(maxPixels),
  isMaximized: z.boolean(),
});

/** Where a window stands when it is not maximized, in the pixels of the desktop. */
export type WindowPlace = z.infer<typeof placeSchema>;

/** What a new window is made with; without x and y the system chooses where. */
export interface OpeningPlace {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

export function parseWindowPlace(value: unknown): WindowPlace | undefined {
  return placeSchema.safeParse(value).data;
}

/** So much of the title bar must be on a screen that a hand can take the window there. */
const grip = { width: 120, height: 24 } as const;

/**
 * The place of a new window: where the last one stood, unless no screen shows its title bar there any more. `offset` moves it
 * beside windows that are open already. Work areas are those of the screens of now.
 */
export function openingPlace(last: WindowPlace | undefined, workAreas: readonly Rectangle[], offset: number): OpeningPlace {
  if (!last) return { ...firstWindow, isMaximized: false };
  const { width, height, isMaximized } = last;
  const [x, y] = [last.x + offset, last.y + offset];
  const area = workAreas.find((one) => canBeTaken({ x, y, width, height }, one));
  if (area) return { x, y, width: Math.min(width, area.width), height: Math.min(height, area.height), isMaximized };
  const [main] = workAreas;
  return { width: Math.min(width, main?.width ?? width), height: Math.min(height, main?.height ?? height), isMaximized };
}

function canBeTaken(window: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return shown >= grip.width && window.y >= area.y && window.y + grip.height <= area.y + area.height;
}
