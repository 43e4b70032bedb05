import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB, from the kernel: Linux only. */
export function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
