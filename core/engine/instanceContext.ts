import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineNotice } from '../contract/engineLink.ts';
import type { ChannelId } from '../contract/ids.ts';
import type { InstanceContext } from './backend.ts';
import type { Router } from './router.ts';
import type { RunningInstance } from './runningInstance.ts';

interface ContextServices {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly router: Router;
  readonly notify: (notice: EngineNotice) => void;
  readonly createChannel: (instance: string, spec: string) => ChannelId;
}

/** The engine as one instance sees it. What an instance says after its end is ignored, but for text that it still prints. */
export function createInstanceContext(instance: RunningInstance, showFolder: string, services: ContextServices): InstanceContext {
  const { clock, logger, router, notify } = services;
  return {
    get name() {
      return instance.name;
    },
    folder: instance.planned.folder,
    showFolder,
    clock,
    logger,
    emit(slot, value) {
      if (!instance.hasEnded) router.emit(instance, slot, value);
    },
    createChannel(spec) {
      return instance.slotOf(spec) ?? instance.addSlot(services.createChannel(instance.name, spec));
    },
    requestDrain() {
      if (!instance.hasEnded) router.requestDrain(instance);
    },
    setStatus(phase, reason, problems = []) {
      if (instance.hasEnded || !instance.changeStatus(phase, reason, problems)) return;
      notify({ type: 'status', instance: instance.name, status: instance.status });
    },
    count(counter, amount) {
      instance.tally[counter] += amount;
    },
    print(stream, text) {
      notify({ type: 'console', instance: instance.name, stream, text, wallMs: clock.wallMs() });
    },
    reportProfile(rows) {
      // Like what it prints: the last comes when it has been told to end.
      notify({ type: 'profile', instance: instance.name, rows });
    },
    reaches(other) {
      return router.reaches(instance, other);
    },
    requestResend() {
      if (!instance.hasEnded) router.requestResend(instance);
    },
  };
}
