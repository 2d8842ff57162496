#!/usr/bin/env node
import { join } from 'node:path';
import { createCommand, repeated, runProgram } from '@himeshima/cli';
import { loadStacks } from '../load-stack';
import { selectStacks } from './select-stacks';
import { start } from './start-command';
import { startOptions } from './start-options';

const startCommand = startOptions({
  name: 'start',
  summary: 'Runs stacks on this machine until Ctrl-C.',
  example: 'local-aws start cdktf.out\nlocal-aws start cdk.tf.json --port 4566 --data .local-aws-data',
  folder: '.local-aws',
})
  .argument(
    '<stacks>',
    'a cdktf.out, a cdk.tf.json, a folder with *.tf.json files, or a plan: terraform show -json plan.tfplan',
  )
  .option('--stack <name>', 'a stack of a cdktf.out, in deployment order; repeatable (default: all)', repeated)
  .action((stacks, options) =>
    start(options, {
      title: 'local-aws',
      profile: 'local-aws',
      load: async () => selectStacks(options.stack, loadStacks(stacks, options.var)),
    }),
  );

void runProgram(
  createCommand('local-aws', {
    summary: 'Runs the Terraform of AWS IoT and serverless stacks on this machine.',
    example: 'local-aws start cdktf.out',
  }).addCommand(startCommand),
  join(__dirname, '..', '..', 'package.json'),
);
