import { join } from 'node:path';
import { createCommand, printJson, replaceFile, visibleLine, writableFolder } from '@himeshima/cli';
import { canonicalMonitor } from '../../api/canonical-monitor';
import { nameMonitors } from '../../import/name-monitors';
import { rejectUnknownReferences } from '../../import/terraform-reference';
import { readFiles } from './read-files';

/** Creates the command that converts monitors in code to JSON for Datadog's UI. */
export const exportCommand = (name: string) =>
  createCommand('export', {
    summary: "Converts monitors in Terraform to JSON for Datadog's UI and API.",
    example: `${name} export cdktf.out/stacks/datadog/cdk.tf.json --to exported`,
  })
    .argument('<files...>', 'cdk.tf.json, *.tf.json, *.tf, or the output of terraform show -json for a plan or state')
    .option('--to <folder>', 'write one file per monitor (default: print a list)')
    .action(async (files, { to }) => {
      const found = rejectUnknownReferences(await readFiles(files), new Set());
      const problems = found.filter((one) => one.kind === 'problem');
      for (const { place, problem } of problems) console.error(visibleLine(`✗ ${place}: ${problem}`));
      if (problems.length > 0) process.exitCode = 1;
      const monitors = nameMonitors(found.filter((one) => one.kind === 'monitor'));
      if (to === undefined) return printJson(monitors.map(({ monitor }) => canonicalMonitor(monitor)));
      const folder = writableFolder('--to', to);
      for (const { id, monitor } of monitors)
        replaceFile(join(folder, `${id}.json`), `${JSON.stringify(canonicalMonitor(monitor), null, 2)}\n`);
      console.log(`${monitors.length === 1 ? '1 file' : `${monitors.length} files`} written to ${to}`);
    });
