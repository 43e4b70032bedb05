import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineStats } from '../contract/engineLink.ts';
import { type ChannelId, formatChannelName } from '../contract/ids.ts';
import type { ChannelTable } from './channelTable.ts';
import type { Router } from './router.ts';

type Loop = EngineStats['loops'][number];

const mostLoops = 20;
/** A loop that was quiet for so long is logged again. */
const quietMs = 60_000;

/** Names the feedback loops that run: in the stats each time, in the log once. */
export class LoopReport {
  private readonly lastSeenMs = new Map<string, number>();

  constructor(
    private readonly router: Router,
    private readonly channels: ChannelTable,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** The loops since the last call. */
  take(): readonly Loop[] {
    const nowMs = this.clock.nowMs();
    for (const [key, seenMs] of this.lastSeenMs) if (nowMs - seenMs > quietMs) this.lastSeenMs.delete(key);
    return this.router.takeLoops(mostLoops).map(({ routes, table }) => {
      const names = routes.flatMap((route) => [table.sourceChannels[route] ?? 0, table.targetChannels[route] ?? 0]);
      const channels = names
        .filter((channel, index) => channel !== names[index - 1])
        .map((channel) => formatChannelName(this.channels.nameOf(channel as ChannelId)));
      const wires = [...new Set(routes.map((route) => table.wires[table.wireOf[route] ?? 0] ?? ''))];
      const loop = { wires, channels };
      this.note(loop, nowMs);
      return loop;
    });
  }

  private note(loop: Loop, nowMs: number): void {
    const key = loop.channels.join('\n');
    if (!this.lastSeenMs.has(key)) {
      const path = loop.channels.length > 8 ? [...loop.channels.slice(0, 7), '...'] : loop.channels;
      this.logger.log('warning', 'engine', `Feedback loop: ${path.join(' > ')}. It is slowed to about 1,000 events per second.`);
    }
    this.lastSeenMs.set(key, nowMs);
  }
}
