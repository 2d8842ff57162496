import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the file of a worker thread. A program that bundles this package bundles each worker as `SERVICE-worker.js`
 * next to itself; in the package, each worker is in its service's folder.
 */
export function workerFile(service: 'lambda' | 'dynamodb'): string {
  const bundled = join(__dirname, `${service}-worker.js`);
  return existsSync(bundled) ? bundled : join(__dirname, service, 'worker.js');
}
