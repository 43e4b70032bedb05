import type { LogLevel } from '../../core/base/logger.ts';
import type { PythonNotice } from '../../core/contract/pythonLink.ts';
import type { InstanceContext } from '../../core/engine/backend.ts';

const slowOutput = 'output() runs without its WebAssembly version, which does not fit this build of Python: it works, but more slowly.';

/** What a worker says that only people want to know. */
export type WorkerReport = Extract<PythonNotice, { type: 'booted' | 'print' | 'note' | 'profile' }>;

export function passOn(report: WorkerReport, context: Pick<InstanceContext, 'name' | 'logger' | 'print' | 'reportProfile'>): void {
  const log = (level: LogLevel, message: string) => context.logger.log(level, context.name, message);
  switch (report.type) {
    case 'booted':
      if (report.outputKind === 'python') log('warning', slowOutput);
      for (const note of report.notes) log('debug', note);
      break;
    case 'print':
      context.print(report.stream, report.text);
      break;
    case 'note':
      log(report.level, report.message);
      break;
    case 'profile':
      context.reportProfile(report.rows);
      break;
  }
}
