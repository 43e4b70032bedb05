/** Dense number of a channel in the engine. A channel keeps its id for the whole session; ids are never given to another channel. */
export type ChannelId = number & { readonly __brand: 'ChannelId' };
/** Number of a channel within its instance, counted from 0 in order of creation; kept as long as the instance runs. */
export type Slot = number & { readonly __brand: 'Slot' };

/** `instance.spec`, split at the first dot. The spec is the protocol's own text and may hold anything. */
export interface ChannelName {
  readonly instance: string;
  readonly spec: string;
}

export function formatChannelName(channel: ChannelName): string {
  return `${channel.instance}.${channel.spec}`;
}
