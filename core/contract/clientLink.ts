/**
 * Messages between a client (window or browser) and the session: the same over a MessagePort and over a WebSocket.
 * Text messages are JSON; binary messages are value frames (see `valueFrame.ts`), server to client only.
 *
 *   client -> session   ClientRequest (answered by one Reply with the same id), FrameAck
 *   session -> client   Reply, Notice, value frames
 *
 * A client that connects gets `hello` with everything; after that each notice replaces the part that it names.
 */
import { z } from 'zod';
import type { LogLevel } from '../base/logger.ts';
import { editSchema } from './edit.ts';
import type { CallProfile, EngineStats, FileChangeOutcome } from './engineLink.ts';
import type { InstanceStatus } from './instanceState.ts';
import type { ProtocolDescription } from './protocol.ts';
import type { ShowView } from './showView.ts';

/** Longest message that a session takes from a client. */
export const maxClientMessageBytes = 4 * 1024 * 1024;

const filePath = z.string().max(4096);

export const clientRequestSchema = z.discriminatedUnion('method', [
  /** Applies edits as one step, on the given revision. Reply: `EditReply`. */
  z.object({ id: z.int(), method: z.literal('edit'), revision: z.int(), edits: z.array(editSchema).min(1).max(10_000) }),
  z.object({ id: z.int(), method: z.literal('undo') }),
  z.object({ id: z.int(), method: z.literal('redo') }),
  /** Writes every dirty configuration file. Reply: `SaveReply`. */
  z.object({ id: z.int(), method: z.literal('save') }),
  /** Text of a configuration file or module of the show. Reply: `FileReply`. */
  z.object({ id: z.int(), method: z.literal('readFile'), path: filePath }),
  /** Saves a Python module and lets the running instances take it over. Reply: `SaveModuleReply`. */
  z.object({ id: z.int(), method: z.literal('saveModule'), path: filePath, text: z.string(), baseVersion: z.string().nullable() }),
  /** Makes an event on a channel as if its instance had put it out. */
  z.object({ id: z.int(), method: z.literal('inject'), instance: z.string(), spec: z.string(), value: z.number().min(0).max(1) }),
]);

export const clientMessageSchema = z.union([clientRequestSchema, z.object({ ackFrame: z.int() })]);

export type ClientRequest = z.infer<typeof clientRequestSchema>;
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What a request may ask, without the id that the link adds. */
export type ClientCall = ClientRequest extends infer R ? (R extends ClientRequest ? Omit<R, 'id'> : never) : never;

/** Reply value per method. */
export interface ClientReplies {
  edit: EditReply;
  undo: EditReply;
  redo: EditReply;
  save: SaveReply;
  readFile: FileReply;
  saveModule: SaveModuleReply;
  inject: { readonly isAccepted: boolean };
}

/** A refusal names its reason in a sentence; nothing was changed. */
export type EditReply = { readonly ok: true; readonly revision: number } | { readonly ok: false; readonly message: string };
export type SaveReply = { readonly ok: true; readonly wallMs: number } | { readonly ok: false; readonly message: string };

export interface FileReply {
  readonly text: string;
  /** Names this content; sent back as `baseVersion` so that nobody overwrites what they have not seen. */
  readonly version: string;
  /** Why it can't be shown as text, when `text` is empty for that reason. */
  readonly unreadableReason?: string;
}

export type SaveModuleReply =
  | { readonly ok: true; readonly version: string; readonly outcomes: readonly FileChangeOutcome[] }
  /** Not written: changed on disk meanwhile, a read-only folder, a full disk. */
  | { readonly ok: false; readonly message: string; readonly currentVersion?: string };

export type ServerMessage = Reply | Notice;

export type Reply =
  | { readonly reply: number; readonly ok: true; readonly value: unknown }
  | { readonly reply: number; readonly ok: false; readonly message: string };

export type Notice =
  /** First message to a client: everything that later notices replace. */
  | { readonly notice: 'hello'; readonly hello: Hello }
  | { readonly notice: 'view'; readonly view: ShowView }
  | { readonly notice: 'channels'; readonly channels: readonly ChannelEntry[] }
  | { readonly notice: 'status'; readonly instance: string; readonly status: InstanceStatus }
  | { readonly notice: 'stats'; readonly stats: EngineStats }
  | { readonly notice: 'console'; readonly lines: readonly ConsoleLine[] }
  | { readonly notice: 'profile'; readonly instance: string; readonly rows: readonly CallProfile[] }
  /** The engine died and is back, or can't be restarted. */
  | { readonly notice: 'engine'; readonly state: EngineState };

export interface Hello {
  /** Clients of another version show "reload" and stop. */
  readonly contractVersion: number;
  readonly view: ShowView;
  readonly protocols: readonly ProtocolView[];
  readonly channels: readonly ChannelEntry[];
  readonly statuses: readonly { readonly instance: string; readonly status: InstanceStatus }[];
  readonly stats: EngineStats;
  readonly console: readonly ConsoleLine[];
  readonly engine: EngineState;
}

export const contractVersion = 1;

/** The parts of a protocol's description that can be sent. */
export type ProtocolView = Pick<ProtocolDescription, 'name' | 'title' | 'summary'> & {
  readonly instanceOptions: readonly Omit<ProtocolDescription['instanceOptions'][number], 'matches'>[];
};

export interface ChannelEntry {
  readonly id: number;
  readonly instance: string;
  readonly spec: string;
}

export interface ConsoleLine {
  readonly wallMs: number;
  readonly level: LogLevel;
  /** Instance or part of the program. */
  readonly source: string;
  /** Python's own output keeps its stream; log lines have none. */
  readonly stream?: 'stdout' | 'stderr';
  readonly text: string;
  /** Lines left out just before this one by the rate limit. */
  readonly skipped?: number;
}

export interface EngineState {
  readonly phase: 'starting' | 'running' | 'restarting' | 'failed' | 'stopped';
  readonly reason: string;
}
