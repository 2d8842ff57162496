import { readFileSync } from 'node:fs';

/** Returns the peak memory of a process in MiB according to the kernel, or 0 if the system does not record it. */
export function peakMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
