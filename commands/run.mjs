// Runs one command: bundles commands/NAME.ts with esbuild, with most packages external, and loads the bundle.
// With ts-node, synthesizing one stack would take 4.5 s instead of 0.6 s.
import { existsSync, readdirSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Names of all commands, including `npm run bench`, which is in bench/. */
const commands = [...readdirSync(join(root, 'commands')), 'bench.ts']
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [name, ...rest] = process.argv.slice(2);

if (!commands.includes(name ?? '')) {
  console.error(`✗ unknown command ${name ?? '(none)'}; known: ${commands.join(', ')}`);
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
  console.error('✗ the packages are not installed; run npm ci');
  process.exit(1);
}

const { buildPrograms } = await import('./bundling/programs.mjs');
const { buildProblemsOf } = await import('./bundling/build-problems.mjs');
const { program } = await buildPrograms(root, name).catch((error) => {
  for (const problem of buildProblemsOf(error)) console.error(`✗ ${problem}`);
  process.exit(1);
});
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') {
    console.error(`✗ cannot write to standard output: ${error.message}`);
    process.exit(1);
  }
  // a command that streams lines handles this error itself
  if (process.stdout.listenerCount('error') > 1) return;
  // the reader has closed the pipe (`| head -1`): exit as if killed by SIGPIPE, which Node.js ignores
  process.exit(141);
});
process.setSourceMapsEnabled(true);
// since Node.js 22.8, this reuses V8's compiled code, which saves a sixth of the start time
module.enableCompileCache?.(join(root, 'build', 'compiled'));
// suppress the SDK's warning about the Node.js version, because the local version may be older than the deployed version
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
process.argv.splice(1, process.argv.length - 1, join(root, 'commands', `${name}.ts`), ...rest);
// import() would first scan the program and all its modules for export names, which takes half of the run time of a short command
createRequire(import.meta.url)(program);
