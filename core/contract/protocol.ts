import type { Result } from '../base/result.ts';

/**
 * What a protocol says of itself without running: its options and its channel grammar. Pure, so that lint, the inspector
 * and completion use the very code that the backend starts with. Each folder in `core/backends/` exports one of these.
 */
export interface ProtocolDescription<Config = unknown, Channel = unknown> {
  /** As written in a section: `[osc desk]`. */
  readonly name: string;
  /** For people: `OSC`. */
  readonly title: string;
  /** One sentence: what it connects to. */
  readonly summary: string;
  readonly backendOptions: readonly OptionDescription[];
  readonly instanceOptions: readonly OptionDescription[];
  /**
   * How an event that is delivered to an instance can come out of it again: on the channel that it came in on, or, through user
   * code, on any. Absent when it can't. A cycle of routes through such instances is a feedback loop.
   */
  readonly relays?: 'sameChannel' | 'anyChannel';
  /** Parses `[backend NAME]` options; `problems` is empty when the backend can start. */
  checkBackendOptions(options: readonly OptionSetting[]): readonly OptionProblem[];
  /** Parses an instance's options, in order, overrides first. `config` is usable whenever no problem is an error. */
  parseInstance(options: readonly OptionSetting[]): InstanceParse<Config>;
  /** Parses one channel spec (the text after the first dot) against the instance's options. */
  parseChannel(spec: string, config: Config): Result<Channel, ChannelProblem>;
  /** Channels that can't be used as the map uses them, such as a slot in two widths: their map lines are left out. Asked at every edit. */
  refuseChannels?(uses: readonly ChannelUse<Channel>[], config: Config): readonly ChannelUseProblem[];
  /** Warnings about channels as the map uses them: an OSC output without a type. */
  checkChannels?(uses: readonly ChannelUse<Channel>[], config: Config): readonly ChannelUseProblem[];
  /** What only one instance may hold. Lint names both owners of a resource that is claimed twice. */
  claimedResources?(config: Config): readonly ClaimedResource[];
}

export interface OptionDescription {
  /** As written; for pattern options such as OSC's `/path = f 0 1` the pattern for people: `/address`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One sentence with unit, range and default. */
  readonly summary: string;
  /** An example value. */
  readonly example: string;
  readonly isRequired?: boolean;
  /** Several lines add up instead of the last one winning. */
  readonly isRepeatable?: boolean;
  /** The only values, where the option is a choice. */
  readonly choices?: readonly string[];
  /** True when `name` stands for a family of names; then `matches` decides. */
  readonly matches?: (name: string) => boolean;
}

export interface OptionSetting {
  readonly name: string;
  readonly value: string;
}

export interface OptionProblem {
  /** Index into the settings; -1 when the problem is that something is missing. */
  readonly option: number;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** The option line that would settle it. */
  readonly missingOption?: OptionSetting;
}

export interface InstanceParse<Config> {
  readonly config: Config;
  readonly problems: readonly OptionProblem[];
}

export interface ClaimedResource {
  /** For people: `udp 0.0.0.0:8000`. */
  readonly name: string;
  /** What is shared, such as a port, and the part of it that is claimed; without one all of it is. */
  readonly shared: string;
  readonly part?: string;
}

export interface ChannelProblem {
  readonly code: string;
  readonly message: string;
  /** The spec that was probably meant. */
  readonly better?: string;
  /** The option line of the instance that would settle it. */
  readonly missingOption?: OptionSetting;
}

export interface ChannelUse<Channel> {
  readonly spec: string;
  readonly channel: Channel;
  readonly isSource: boolean;
  readonly isTarget: boolean;
}

export interface ChannelUseProblem extends ChannelProblem {
  /** Index into the uses. */
  readonly use: number;
}

/** The protocols that this build knows, by name. Composition roots make it. */
export type ProtocolCatalog = ReadonlyMap<string, ProtocolDescription>;
