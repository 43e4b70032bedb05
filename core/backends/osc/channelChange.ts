import { commonEnds } from '../../base/commonEnds.ts';
import type { ChannelBinding } from '../../engine/backend.ts';
import type { OscChannel } from './channels.ts';

/** What another list of channels takes away and brings; one that is used otherwise now does both. */
export interface ChannelChange {
  readonly gone: readonly ChannelBinding<OscChannel>[];
  readonly come: readonly ChannelBinding<OscChannel>[];
}

/** Bindings that are the same objects at both ends of the lists stay: an edit of a large show changes few. */
export function channelChange(before: readonly ChannelBinding<OscChannel>[], after: readonly ChannelBinding<OscChannel>[]): ChannelChange {
  const { head, tail } = commonEnds(before, after);
  return { gone: before.slice(head, before.length - tail), come: after.slice(head, after.length - tail) };
}
