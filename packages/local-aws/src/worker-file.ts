import { join } from 'node:path';

/** Where the launcher put the bundle of a worker thread: beside the program that starts it. */
export const workerFile = (name: 'lambda-worker' | 'dynamodb-worker') => join(__dirname, `${name}.js`);
