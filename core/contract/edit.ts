import { z } from 'zod';

/**
 * What a person can do to a show, as data. `core/show/edits` turns each into a minimal change of text with an exact inverse.
 * Instances are named, map lines are given by their key (`WireView.key`), files by their path as in `FileView.path`.
 */
const name = z.string().max(10_000);
const direction = z.enum(['forward', 'both']);
const position = z.object({ x: z.number(), y: z.number() });

export const editSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('addInstance'),
    backend: name,
    name,
    options: z.array(z.object({ name, value: name })),
    file: name.optional(),
  }),
  z.object({ kind: z.literal('removeInstance'), name }),
  z.object({ kind: z.literal('renameInstance'), name, newName: name }),
  /** Moves the section before another instance's section, or to the end. */
  z.object({ kind: z.literal('moveInstance'), name, before: name.nullable() }),
  /** Sets the option at `index` among the instance's option lines (see `OptionView.index`), or adds a line when it is null. */
  z.object({ kind: z.literal('setOption'), instance: name, index: z.int().nonnegative().nullable(), option: name, value: name }),
  z.object({ kind: z.literal('removeOption'), instance: name, index: z.int().nonnegative() }),
  /** Ends are written as in a map line: `desk./1/fader{1..8}`. */
  z.object({ kind: z.literal('addWire'), from: name, to: name, direction, file: name.optional() }),
  z.object({ kind: z.literal('removeWire'), key: name }),
  z.object({ kind: z.literal('changeWire'), key: name, from: name.optional(), to: name.optional(), direction: direction.optional() }),
  /** Comments the line out with a mark that only we read, or back in. */
  z.object({ kind: z.literal('muteWire'), key: name, isMuted: z.boolean() }),
  /** Moves the map line before another one, or to the end of its section. */
  z.object({ kind: z.literal('moveWire'), key: name, before: name.nullable() }),
  /** Writes several single lines as one range line; refused when they form no range. */
  z.object({ kind: z.literal('foldWires'), keys: z.array(name).min(2).max(100_000) }),
  z.object({ kind: z.literal('unfoldWire'), key: name }),
  z.object({ kind: z.literal('addInclude'), include: name, file: name.optional() }),
  z.object({ kind: z.literal('removeInclude'), include: name }),
  /** Renames a channel in all map lines. */
  z.object({ kind: z.literal('renameChannel'), instance: name, spec: name, newSpec: name }),
  /** Replaces the whole text of a configuration file, as typed in the editor. */
  z.object({ kind: z.literal('replaceText'), file: name, text: z.string() }),
  /** Looks only; saved in the layout sidecar. */
  z.object({ kind: z.literal('placeNodes'), nodes: z.record(z.string(), position) }),
]);

export type Edit = z.infer<typeof editSchema>;
