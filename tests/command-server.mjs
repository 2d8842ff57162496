// This program runs commands one after another, as messages from a test request them. Loading the packages of a command takes most of the
// time of a quick command, and this process loads them only once.
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProblemsOf } from '../commands/bundling/build-problems.mjs';
import { buildPrograms } from '../commands/bundling/programs.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
process.setSourceMapsEnabled(true);
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { argv, env } = process;

// By default, Node.js compiles a module as a function, which V8 does not cache. If the wrapper has been replaced, Node.js compiles a
// script, which V8 caches. This halves the time of a command that has run before.
const { wrap } = module;
module.wrap = (script) => wrap(script);

const output = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr'])
  process[name].write = (chunk, ...rest) => {
    output[name] += chunk;
    const written = rest.at(-1);
    if (typeof written === 'function') written();
    return true;
  };

// A command that exits has already stopped its services. Only its exit code matters here, because this process runs later commands.
process.exit = (code) => {
  if (code !== undefined) process.exitCode = code;
};
const umask = process.umask();

const listeners = () => process.eventNames().flatMap((event) => process.rawListeners(event).map((one) => [event, one]));

/** Runs a command until nothing is left to do, at which point its own process would exit. */
async function run({ name, args, variables }) {
  Object.assign(output, { stdout: '', stderr: '' });
  process.exitCode = undefined;
  process.env = { ...env, ...variables };
  process.umask(umask);
  const before = listeners();
  const ended = new Promise((resolve) => process.once('beforeExit', resolve));
  // an open channel would keep the process waiting for the next message
  process.channel.unref();
  process.argv = [argv[0], join(root, 'commands', `${name}.ts`), ...args];
  await evaluate(name).catch((error) => {
    console.error(`✗ ${buildProblemsOf(error).join('\n✗ ')}`);
    process.exitCode = 1;
  });
  const code = await ended;
  process.channel.ref();
  for (const [event, listener] of listeners()) {
    if (before.some(([known, one]) => known === event && one === listener)) continue;
    // for example, a listener that deletes unfinished output
    if (event === 'exit') listener.call(process, code);
    process.off(event, listener);
  }
  process.send({ code, ...output });
}

/** Evaluates a command again, but not its packages. */
async function evaluate(name) {
  const { program } = await buildPrograms(root, name);
  delete require.cache[program];
  require(program);
}

process.on('message', run);
