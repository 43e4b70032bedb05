import type { ClientRequest, ExportReply } from '../../contract/clientLink.ts';
import type { ShowState } from '../show/ShowState.ts';

/** Writes what is open now, unsaved changes too, as a bundle for another machine. */
export async function exportBundle(_request: Extract<ClientRequest, { method: 'export' }>, _state: ShowState): Promise<ExportReply> {
  return { ok: false, message: 'Export is being built.' };
}
