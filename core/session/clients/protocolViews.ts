import type { ProtocolView } from '../../contract/clientLink.ts';
import type { ProtocolCatalog } from '../../contract/protocol.ts';

/** The parts of the protocols' descriptions that can be sent: no functions. */
export function protocolViews(catalog: ProtocolCatalog): readonly ProtocolView[] {
  return [...catalog.values()].map(({ name, title, summary, instanceOptions }) => ({
    name,
    title,
    summary,
    instanceOptions: instanceOptions.map(({ matches, ...option }) => ({ ...option, isFamily: matches !== undefined })),
  }));
}
