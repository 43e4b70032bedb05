import { assertNever } from '../../base/assertNever.ts';
import { ok } from '../../base/result.ts';
import type { ClientReplies, ClientRequest, Notice, NumberedView, SaveReply } from '../../contract/clientLink.ts';
import type { Deeds } from '../Deeds.ts';
import type { EngineHost } from '../engine/EngineHost.ts';
import type { Drafts } from '../files/Drafts.ts';
import type { ExternalChanges } from '../files/ExternalChanges.ts';
import type { ModuleDesk } from '../files/ModuleDesk.ts';
import type { Recovery } from '../Recovery.ts';
import type { SerialQueue } from '../SerialQueue.ts';
import { previewRename, renameWithCode } from './channelRename.ts';
import { type ExportContext, exportBundle } from './exportBundle.ts';

/** The parts of a session that requests reach. */
export interface AnswerContext extends ExportContext {
  readonly deeds: Deeds;
  readonly host: EngineHost;
  readonly desk: ModuleDesk;
  readonly external: ExternalChanges;
  readonly recovery: Recovery;
  readonly drafts: Drafts;
  readonly save: () => Promise<SaveReply>;
  readonly view: () => NumberedView;
  readonly allowPython: () => Promise<void>;
  readonly broadcast: (notice: Notice) => void;
}

type Answer = ClientReplies[keyof ClientReplies];

/** Answers one request; what changes the show or its files waits for its turn. */
export async function answerRequest(request: ClientRequest, context: AnswerContext, queue: SerialQueue): Promise<Answer> {
  const { deeds, state, recovery } = context;
  switch (request.method) {
    case 'edit':
      return queue.run(() => deeds.edit(request.edits, request.revision));
    case 'preview':
      return deeds.preview(request.edits, request.revision);
    case 'previewRename':
      return previewRename(request, context);
    case 'renameChannel':
      return queue.run(() => renameWithCode(request, context));
    case 'undo':
      return queue.run(() => deeds.undo());
    case 'redo':
      return queue.run(() => deeds.redo());
    case 'save':
      return context.save();
    case 'view':
      return context.view();
    case 'readFile':
      return readFile(request.path, context);
    case 'saveModule':
      return saveModule(request, context, queue);
    case 'inject':
      return inject(request, context);
    case 'versions':
      return state.versions.views;
    case 'previewVersion':
      return deeds.previewVersion(request.version);
    case 'restoreVersion':
      return queue.run(() => deeds.restoreVersion(request.version));
    case 'recover':
      return queue.run(async () => {
        const answered = await recovery.answer(request.choice);
        context.broadcast({ notice: 'recovery', offer: recovery.offer });
        return answered;
      });
    case 'previewExternalChange': {
      const path = context.desk.resolve(request.path);
      return path.ok ? context.external.preview(path.value) : { ok: false, message: path.error };
    }
    case 'resolveExternalChange':
      return queue.run(async () => {
        const path = context.desk.resolve(request.path);
        return path.ok ? context.external.resolve(path.value, request.choice) : { ok: false, message: path.error };
      });
    case 'trust':
      await queue.run(() => context.allowPython());
      return { isTrusted: true };
    case 'keepDraft': {
      const path = context.desk.resolve(request.path);
      return { isKept: path.ok && context.drafts.keep(path.value, request.text).ok };
    }
    case 'export':
      return exportBundle(request, context);
    default:
      return assertNever(request);
  }
}

function readFile(path: string, { desk }: AnswerContext): ClientReplies['readFile'] {
  const read = desk.read(path);
  return read.ok ? read.value : { text: '', version: '', unreadableReason: read.error };
}

/** Writing waits for its turn; what the instances make of the module is waited for beside it, so that nobody else has to. */
async function saveModule(
  { path, text, baseVersion }: Extract<ClientRequest, { method: 'saveModule' }>,
  { desk, deeds, drafts, state }: AnswerContext,
  queue: SerialQueue,
): Promise<ClientReplies['saveModule']> {
  const resolved = desk.resolve(path);
  if (!resolved.ok) return { ok: false, message: resolved.error };
  const file = resolved.value;
  if (state.document.files.has(file)) return { ok: false, message: 'This is a configuration file: edit its text, then save the show.' };
  const saved = await queue.run(async () => {
    const written = await desk.write(file, text, baseVersion);
    if (!written.ok) return written;
    const { version, before } = written.value;
    drafts.keep(file, null);
    const outcomes = deeds.recordCode({ path: file, before, after: new TextEncoder().encode(text) }, `Save ${path}`);
    return ok({ version, outcomes });
  });
  return saved.ok ? { ok: true, version: saved.value.version, outcomes: await saved.value.outcomes } : { ok: false, ...saved.error };
}

async function inject(
  { instance, spec, value }: Extract<ClientRequest, { method: 'inject' }>,
  { host }: AnswerContext,
): Promise<ClientReplies['inject']> {
  const injected = await host.inject(instance, spec, value);
  return { isAccepted: injected.ok };
}
