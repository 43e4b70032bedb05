import type { Notice, NumberedView } from '../../contract/clientLink.ts';
import type { ShowView } from '../../contract/showView.ts';
import { patchBetween } from '../../contract/valuePatch.ts';

export interface ViewFeedOptions {
  readonly makeView: () => ShowView;
  readonly hasClients: () => boolean;
  readonly broadcast: (notice: Notice) => void;
}

/** Tells all clients how the view changes. A long show's view is megabytes, and what an edit changes of it is little. */
export class ViewFeed {
  /** What every client has. */
  private told: NumberedView | undefined;

  constructor(private readonly options: ViewFeedOptions) {}

  /** Something that the view shows may have changed. */
  announce(): void {
    const { makeView, hasClients, broadcast } = this.options;
    const before = this.told;
    this.told = undefined;
    // Nobody attached, nothing to look for problems for.
    if (!hasClients()) return;
    const view = makeView();
    const viewNumber = (before?.viewNumber ?? 0) + 1;
    this.told = { view, viewNumber };
    if (!before) {
      broadcast({ notice: 'view', view, viewNumber });
      return;
    }
    const patch = patchBetween(before.view, view);
    if (patch) broadcast({ notice: 'viewChange', before: before.viewNumber, viewNumber, patch });
    else this.told = before;
  }

  /** For a client that is new or has lost count; the others are told on the way. */
  current(): NumberedView {
    this.announce();
    this.told ??= { view: this.options.makeView(), viewNumber: 1 };
    return this.told;
  }
}
