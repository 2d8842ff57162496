// Runs one command: bundles commands/NAME.ts (most packages stay external, so that this takes a moment and no more), then
// imports the bundle. esbuild instead of ts-node: 0.6 s against 4.5 s for one synthesized stack.
import { existsSync, readdirSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** `npm run bench` is a command too, but lives with what it measures. */
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

const { buildPrograms, faultsOf } = await import('./programs.mjs');
const { program } = await buildPrograms(root, name).catch((error) => {
  for (const fault of faultsOf(error)) console.error(`✗ ${fault}`);
  process.exit(1);
});
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') {
    console.error(`✗ what is printed cannot be written: ${error.message}`);
    process.exit(1);
  }
  // a command that hands on lines as they come listens itself
  if (process.stdout.listenerCount('error') > 1) return;
  // who reads has seen enough (`| head -1`): as other programs end by SIGPIPE, which Node.js does not let through
  process.exit(141);
});
process.setSourceMapsEnabled(true);
// from Node.js 22.8 on: what V8 has compiled it takes again, a sixth of a start
module.enableCompileCache?.(join(root, 'build', 'compiled'));
// the laptop's Node may be older than the deployed one
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
process.argv.splice(1, process.argv.length - 1, join(root, 'commands', `${name}.ts`), ...rest);
// import() would read the program, and all that it requires, for names of exports first: half of a quick command's time
createRequire(import.meta.url)(program);
