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
import type { Problem } from './problem.ts';
import type { OptionDescription, ProtocolDescription } from './protocol.ts';
import type { ShowView } from './showView.ts';
import type { ValuePatch } from './valuePatch.ts';

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
  /** The whole view, for a client that has missed a change of it. Reply: `NumberedView`. */
  z.object({ id: z.int(), method: z.literal('view') }),
  /** Text of a configuration file or module of the show. Reply: `FileReply`. */
  z.object({ id: z.int(), method: z.literal('readFile'), path: filePath }),
  /** Saves a Python module and lets the running instances take it over. Reply: `SaveModuleReply`. */
  z.object({ id: z.int(), method: z.literal('saveModule'), path: filePath, text: z.string(), baseVersion: z.string().nullable() }),
  /** Makes an event on a channel as if its instance had put it out. */
  z.object({ id: z.int(), method: z.literal('inject'), instance: z.string(), spec: z.string(), value: z.number().min(0).max(1) }),
  /** What edits would change in what runs, in words; changes nothing. Reply: `PreviewReply`. */
  z.object({ id: z.int(), method: z.literal('preview'), revision: z.int(), edits: z.array(editSchema).min(1).max(10_000) }),
  /** Where the Python modules of an instance name a channel that is to be renamed; changes nothing. Reply: `RenamePreview`. */
  z.object({ id: z.int(), method: z.literal('previewRename'), instance: z.string(), spec: z.string(), newSpec: z.string() }),
  /** Renames a channel in all map lines and in these modules, as one step. Reply: `EditReply`. */
  z.object({
    id: z.int(),
    method: z.literal('renameChannel'),
    revision: z.int(),
    instance: z.string(),
    spec: z.string(),
    newSpec: z.string(),
    modules: z.array(filePath).max(1_000),
  }),
  /** The kept versions, newest first. Reply: `readonly VersionView[]`. */
  z.object({ id: z.int(), method: z.literal('versions') }),
  /** What restoring a version would change in what runs. Reply: `PreviewReply`. */
  z.object({ id: z.int(), method: z.literal('previewVersion'), version: z.int() }),
  /** Brings a version back as one new step that can be undone. Reply: `EditReply`. */
  z.object({ id: z.int(), method: z.literal('restoreVersion'), version: z.int() }),
  /** Takes or throws away the unsaved work of a session that ended badly. Reply: `EditReply`. */
  z.object({ id: z.int(), method: z.literal('recover'), choice: z.enum(['restore', 'discard']) }),
  /** What taking the file on disk would change in what runs, for an external change that could not be merged. Reply: `PreviewReply`. */
  z.object({ id: z.int(), method: z.literal('previewExternalChange'), path: filePath }),
  /** Answers an external change that could not be merged: the file on disk wins, or what is open here. Reply: `EditReply`. */
  z.object({ id: z.int(), method: z.literal('resolveExternalChange'), path: filePath, choice: z.enum(['disk', 'mine']) }),
  /** Lets the Python of this show run, now and next time. */
  z.object({ id: z.int(), method: z.literal('trust') }),
  /** Keeps text of a module that is being typed, so that it survives a crash; null when it was saved or thrown away. */
  z.object({ id: z.int(), method: z.literal('keepDraft'), path: filePath, text: z.string().nullable() }),
  /** Writes a bundle, or with `isPreview` only says what would be written and what the target can't do. Reply: `ExportReply`. */
  z.object({
    id: z.int(),
    method: z.literal('export'),
    target: z.enum(['midimonster', 'patchmonster']),
    folder: filePath,
    mayOverwrite: z.boolean(),
    isPreview: z.boolean(),
  }),
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
  view: NumberedView;
  readFile: FileReply;
  saveModule: SaveModuleReply;
  inject: { readonly isAccepted: boolean };
  preview: PreviewReply;
  previewRename: RenamePreview;
  renameChannel: EditReply;
  versions: readonly VersionView[];
  previewVersion: PreviewReply;
  restoreVersion: EditReply;
  recover: EditReply;
  previewExternalChange: PreviewReply;
  resolveExternalChange: EditReply;
  trust: { readonly isTrusted: boolean };
  keepDraft: { readonly isKept: boolean };
  export: ExportReply;
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

export type PreviewReply = { readonly ok: true; readonly difference: DifferenceView } | { readonly ok: false; readonly message: string };

/** A difference between two running patches for people. */
export interface DifferenceView {
  /** `12 routes added`, one fact per line; empty when nothing that runs would change. */
  readonly lines: readonly string[];
  /** Targets whose value would change at once. */
  readonly jumps: readonly { readonly channel: string; readonly from: number; readonly to: number }[];
}

/** Modules that name the channel in plain texts; names that a module puts together are not found. */
export interface RenamePreview {
  readonly modules: readonly {
    /** As in `FileView.path`. */
    readonly path: string;
    /** Further instances that run the same module, and would put out the new name too. */
    readonly otherInstances: readonly string[];
    /** The lines that would change; `line` counts from 1. */
    readonly lines: readonly { readonly line: number; readonly before: string; readonly after: string }[];
  }[];
}

export interface VersionView {
  readonly id: number;
  readonly wallMs: number;
  /** What was done: `Add wire desk./1 > py.invert`. */
  readonly title: string;
  readonly kind: HistoryKind;
  /** What it changed against the version before, in words. */
  readonly lines: readonly string[];
  readonly isCurrent: boolean;
}

export type HistoryKind = 'open' | 'patch' | 'code' | 'layout' | 'external' | 'restore' | 'recover';

export type ExportReply =
  | {
      readonly ok: true;
      /** Absolute paths, written or to be written. */
      readonly files: readonly string[];
      /** What the target can't do or does differently. */
      readonly report: readonly Problem[];
    }
  /** `needsOverwrite`: the folder holds files of these names; ask and send again with `mayOverwrite`. */
  | { readonly ok: false; readonly message: string; readonly needsOverwrite?: boolean };

export type ServerMessage = Reply | Notice;

export type Reply =
  | { readonly reply: number; readonly ok: true; readonly value: unknown }
  | { readonly reply: number; readonly ok: false; readonly message: string };

export type Notice =
  /** First message to a client: everything that later notices replace. */
  | { readonly notice: 'hello'; readonly hello: Hello }
  | ({ readonly notice: 'view' } & NumberedView)
  /** What changed since the view `before`; a client that has another one asks for the whole. */
  | { readonly notice: 'viewChange'; readonly before: number; readonly viewNumber: number; readonly patch: ValuePatch }
  /** Channels from the `first`-th on, in the order in which they came; those before it stay. A new engine begins with the first again. */
  | { readonly notice: 'channels'; readonly first: number; readonly channels: readonly ChannelEntry[] }
  | { readonly notice: 'status'; readonly instance: string; readonly status: InstanceStatus }
  | { readonly notice: 'stats'; readonly stats: EngineStats }
  | { readonly notice: 'console'; readonly lines: readonly ConsoleLine[] }
  | { readonly notice: 'profile'; readonly instance: string; readonly rows: readonly CallProfile[] }
  /** The engine died and is back, or can't be restarted. */
  | { readonly notice: 'engine'; readonly state: EngineState }
  | { readonly notice: 'history'; readonly history: HistoryState }
  | { readonly notice: 'trust'; readonly trust: TrustState }
  | { readonly notice: 'recovery'; readonly offer: RecoveryOffer | null }
  | { readonly notice: 'externalChanges'; readonly changes: readonly ExternalChange[] }
  /** A module has other content now: saved by another client, by an undo or outside. */
  | { readonly notice: 'fileChanged'; readonly path: string; readonly version: string }
  /** A message of this client could not be read at all, so that no reply can name it. */
  | { readonly notice: 'refused'; readonly message: string };

/** Views are counted, so that a change finds the view that it was made for. */
export interface NumberedView {
  readonly view: ShowView;
  readonly viewNumber: number;
}

export interface Hello extends NumberedView {
  /** Clients of another version show "reload" and stop. */
  readonly contractVersion: number;
  readonly protocols: readonly ProtocolView[];
  readonly channels: readonly ChannelEntry[];
  readonly statuses: readonly { readonly instance: string; readonly status: InstanceStatus }[];
  readonly stats: EngineStats;
  readonly console: readonly ConsoleLine[];
  readonly engine: EngineState;
  readonly history: HistoryState;
  readonly trust: TrustState;
  readonly recovery: RecoveryOffer | null;
  readonly externalChanges: readonly ExternalChange[];
}

/** What the next undo and redo would do, for menus and buttons. */
export interface HistoryState {
  readonly undoTitle: string | null;
  readonly redoTitle: string | null;
}

export interface TrustState {
  /** False: Python of this show does not run until someone sends `trust`. Always true without Python. */
  readonly isTrusted: boolean;
  /** Modules that would run, as in `FileView.path`. */
  readonly modules: readonly string[];
}

/** Unsaved work of a session that ended badly. */
export interface RecoveryOffer {
  readonly wallMs: number;
  /** Configuration files with unsaved changes, as in `FileView.path`. */
  readonly files: readonly string[];
  /** What restoring would change in what runs. */
  readonly lines: readonly string[];
  /** Modules that were being typed; `recover` leaves them to the window, which shows the text as unsaved. */
  readonly drafts: readonly { readonly path: string; readonly text: string }[];
}

/** A file of the show was changed or deleted by someone else while it has unsaved changes here. */
export interface ExternalChange {
  /** As in `FileView.path`. */
  readonly path: string;
  readonly kind: 'changed' | 'deleted' | 'unreadable';
  readonly message: string;
  /** Of the content on disk, null without one: what was compared with another is old. */
  readonly version: string | null;
}

/** The parts of a protocol's description that can be sent. */
export type ProtocolView = Pick<ProtocolDescription, 'name' | 'title' | 'summary'> & {
  readonly instanceOptions: readonly OptionDescriptionView[];
};

export type OptionDescriptionView = Omit<OptionDescription, 'matches'> & {
  /** `name` stands for a family of names; which these are only the session can tell. */
  readonly isFamily: boolean;
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
