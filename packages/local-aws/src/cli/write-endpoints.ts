import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from '../certificates/private-files';

/** Endpoints of a platform, as URLs. */
export interface Endpoints {
  readonly mqtt: string;
  readonly aws: string;
  /** REST API; undefined if no stack declares one. */
  readonly api?: string;
  /** WebSocket API; undefined if no stack declares one. */
  readonly live?: string;
  /** Web console; undefined if it is off. */
  readonly console?: string;
}

/** Writes the endpoints to `endpoints.json` in the platform's folder and removes the file when the process exits. */
export function writeEndpoints(directory: string, endpoints: Endpoints): void {
  const file = join(directory, 'endpoints.json');
  writePrivate(file, `${JSON.stringify(endpoints, null, 2)}\n`);
  process.on('exit', () => rmSync(file, { force: true }));
}
