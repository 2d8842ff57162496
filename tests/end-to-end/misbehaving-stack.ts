import { type Attributes, type ForeignDeclaration, functionOf } from './foreign-stack';

/** Returns the code of a function that misbehaves on request and otherwise works. */
const handler = (misbehaviour: string) =>
  `exports.handler = async (event) => {
    if (!event.misbehave) return { fine: true };
    console.log('about to misbehave');
    ${misbehaviour}
  };`;

const hoardsBuffers = handler(
  'const all = []; for (let count = 0; count < 17; count += 1) all.push(Buffer.alloc(64 * 2 ** 20)); return all.length;',
);

const talks = handler(`
  const { parentPort } = require('node:worker_threads');
  for (const message of [null, 'ready', { kind: 'log' }, { kind: 'threw' }, { kind: 'none' }])
    parentPort === null ? process.send(message) : parentPort.postMessage(message);
  return { fine: true };
`);

const zips = {
  throws: handler("throw new TypeError('no such light');"),
  hangs: handler('await new Promise((resolve) => setTimeout(resolve, 60000));'),
  spins: handler('for (;;);'),
  exits: handler('process.exit(3);'),
  'exits-quietly': handler('process.exit(0);'),
  'throws-later': handler(
    "setTimeout(() => { throw new RangeError('too late'); }); await new Promise((resolve) => setTimeout(resolve, 60000));",
  ),
  hoards: handler('const all = []; for (;;) all.push(new Array(1000).fill(Math.random()));'),
  'hoards-buffers': hoardsBuffers,
  // this function runs in a separate process
  'hoards-buffers-alone': hoardsBuffers,
  // typed arrays are outside the heap, like Buffers
  'hoards-arrays': handler('return [...Array(17)].map(() => new Uint8Array(64 * 2 ** 20)).length;'),
  'hoards-slowly': handler(
    'const all = []; for (;;) { all.push(new Uint8Array(2 ** 24)); await new Promise((resolve) => setTimeout(resolve, 5)); }',
  ),
  'talks-to-its-parent': talks,
  // this function runs in a separate process
  'talks-to-its-parent-alone': talks,
  'returns-deep': handler("return JSON.parse('['.repeat(5_000) + ']'.repeat(5_000));"),
  'logs-much': handler("for (let i = 0; i < 130_000; i += 1) console.log('line', i); return { fine: true };"),
  // this function produces as much garbage as a function that streams data can
  'drops-buffers':
    'exports.handler = async () => { for (let i = 0; i < 100; i += 1) Buffer.alloc(2 ** 24); return { fine: true }; };',
  'keeps-buffers': 'const kept = Buffer.alloc(50 * 2 ** 20); exports.handler = async () => kept.length / 2 ** 20;',
  'kills-itself': handler("process.kill(process.pid, 'SIGKILL');"),
  'terminates-itself': handler('process.kill(process.pid);'),
  aborts: handler('process.abort();'),
  'allocates-at-once': handler("return 'x'.repeat(2 ** 28).split('').length;"),
  'throws-text': handler("throw 'just words';"),
  'returns-what-is-no-json': handler("return { when: new Date(0), how() {}, why: undefined, what: 'light' };"),
  'returns-a-circle': handler('const a = {}; a.a = a; return a;'),
  // with its quotes, this string exceeds Lambda's limit by one byte
  'returns-too-much': handler("return 'x'.repeat(6_291_555);"),
  'returns-the-most': handler("return 'x'.repeat(6_291_554);"),
  'is-no-function': "exports.handler = 'text';",
  'has-no-handler': 'exports.other = async () => 1;',
  'does-not-parse': 'exports.handler = async () => {',
  'imports-nothing': "require('not-in-the-zip'); exports.handler = async () => 1;",
  'throws-at-once': "throw new Error('no configuration');",
  'calls-back':
    "exports.handler = (event, context, callback) => { setTimeout(() => event.misbehave ? callback(new URIError('no')) : callback(null, { fine: true })); };",
  'calls-back-by-its-arguments':
    'exports.handler = (...args) => { setTimeout(() => args[2](null, { fine: true }), 50); };',
  'returns-at-once': 'exports.handler = () => ({ fine: true });',
  'waits-for-its-output':
    "exports.handler = async () => { await new Promise((done) => process.stdout.write('x\\n', done)); return { fine: true }; };",
  'is-a-module': { 'index.mjs': 'export const handler = async () => ({ fine: import.meta.url.length > 0 });' },
  'is-a-module-by-its-package': {
    'package.json': '{"type": "module"}',
    'index.js': 'export const handler = async () => ({ fine: import.meta.url.length > 0 });',
  },
} as const;

export type Name = keyof typeof zips;
const names = Object.keys(zips);

const settings: Readonly<Record<string, Attributes>> = {
  // this timeout is long enough for the handler to log its line on a busy machine
  hangs: { timeout: 1 },
  spins: { timeout: 1 },
  hoards: { memory_size: 64, timeout: 20 },
  'hoards-buffers': { memory_size: 128, timeout: 20 },
  'hoards-buffers-alone': { memory_size: 128, timeout: 20 },
  'hoards-arrays': { memory_size: 128, timeout: 20 },
  'hoards-slowly': { memory_size: 128, timeout: 20 },
  'logs-much': { memory_size: 1024, timeout: 20 },
  'drops-buffers': { memory_size: 128, timeout: 20 },
  'allocates-at-once': { memory_size: 128, timeout: 20 },
};

/** Function without a declared log group. */
export const withoutGroup = 'returns-too-much';

const each = (make: (name: string) => Attributes) => Object.fromEntries(names.map((name) => [name, make(name)]));

/** Declares all functions, with a queue for failures. */
export const declared: ForeignDeclaration = {
  resource: {
    aws_sqs_queue: { failed: { name: 'failed' } },
    aws_lambda_function: each((name) => functionOf(name, settings[name])),
    aws_cloudwatch_log_group: Object.fromEntries(
      names.filter((name) => name !== withoutGroup).map((name) => [name, { name: `/aws/lambda/${name}` }]),
    ),
    aws_lambda_function_event_invoke_config: each((name) => ({
      function_name: `\${aws_lambda_function.${name}.function_name}`,
      destination_config: { on_failure: { destination: '${aws_sqs_queue.failed.arn}' } },
    })),
  },
  zips,
};
