import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the path of a worker thread's file. In a program that bundles this package, each worker is a file
 * `SERVICE-worker.js` next to the bundle; in the package, each worker is in its service's folder.
 */
export function workerFile(service: 'lambda' | 'dynamodb'): string {
  const bundled = join(__dirname, `${service}-worker.js`);
  return existsSync(bundled) ? bundled : join(__dirname, service, 'worker.js');
}
