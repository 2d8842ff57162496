#!/usr/bin/env node
import { join } from 'node:path';
import { createCommand, repeated, runProgram } from '@himeshima/cli';
import { loadStacks } from '../load-stack';
import { selectStacks } from './select-stacks';
import { start } from './start-command';
import { startOptions } from './start-options';
import { watchStacks } from './watch-stacks';

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
  .option('--stack <name>', 'a stack in the cdktf.out folder; repeatable, in deployment order (default: all)', repeated)
  .option('--watch', 'apply stack changes to the running platform, and report changes that require a restart', false)
  .action((stacks, options) => {
    const load = async () => selectStacks(options.stack, loadStacks(stacks, options.var));
    return start(options, {
      title: 'local-aws',
      profile: 'local-aws',
      load,
      async ready({ platform }) {
        if (options.watch) watchStacks({ path: stacks, platform, load });
      },
    });
  });

void runProgram(
  createCommand('local-aws', {
    summary: 'Runs the Terraform of AWS IoT and serverless stacks on this machine.',
    example: 'local-aws start cdktf.out',
  }).addCommand(startCommand),
  join(__dirname, '..', '..', 'package.json'),
);
