import type { z } from 'zod';
import type { FileSystem } from './FileSystem.ts';

/** A state file of our own. Missing, damaged and foreign content are the same: undefined. */
export function readJson<T>(files: FileSystem, path: string, schema: z.ZodType<T>): T | undefined {
  const bytes = files.read(path);
  if (!bytes.ok) return undefined;
  try {
    const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(bytes.value)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // Cut off or foreign: as good as missing.
    return undefined;
  }
}
