import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentNamed, environments } from '../config/environments';
import { bundleFunctions } from './bundling/bundle-functions';

const help = `npm run synth [-- --env NAME] [-- --out DIR]

  Bundles the functions, then writes the Terraform of every environment into cdktf.out.

  --env NAME   one environment alone
  --out DIR    another folder than cdktf.out (CDKTF_OUTDIR, which the cdktf command sets, means the same)

  example   npm run synth -- --env dev`;

async function synth(): Promise<void> {
  const { values } = parseArgs({
    options: { env: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(help);
  const root = process.cwd();
  const chosen = values.env === undefined ? environments : [environmentNamed(values.env)];
  const zips = join(root, 'build', 'functions');
  const outdir = values.out ?? process.env['CDKTF_OUTDIR'] ?? join(root, 'cdktf.out');
  const bundling = bundleFunctions({ root, outdir: zips });
  // esbuild works in a process of its own: the providers are loaded meanwhile.
  const { synthesize } = await import('../main.js');
  await bundling;
  synthesize({ environments: chosen, zips, outdir });
  for (const { stack } of chosen)
    console.log(`${stack.padEnd(16)} ${join(relative(root, outdir), 'stacks', stack, 'cdk.tf.json')}`);
}

synth();
