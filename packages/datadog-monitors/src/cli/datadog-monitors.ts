#!/usr/bin/env node
import { join, resolve } from 'node:path';
import { createCommand, runProgram } from '@himeshima/cli';
import * as z from 'zod';
import { auditCommand } from './audit-command';
import { backtest, backtestCommand } from './backtest-command';
import { lintCommand, validateCommand } from './check-command';
import { sourceIn } from './file-source';
import { exportCommand } from './import/export-command';
import { importCommand } from './import/import-command';
import { monitorNamed } from './monitor-source';
import { mutate, mutateCommand } from './mutate-command';
import { readEquivalentMutants } from './mutation/equivalent-file';
import { filesArgument } from './read-documents';
import { readText } from './read-text';
import { route, routeCommand } from './route-command';
import { show, showCommand } from './show-command';
import { simulate, simulateCommand } from './simulate-command';
import { tryCommand } from './try-command';

const name = 'datadog-monitors';
const fileOption = '--file <files...>';

const manifest = join(__dirname, '..', '..', 'package.json');

/** Returns the range of versions that are compatible with this package; all packages have the same version. */
function packageRange(): string {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readText(manifest)));
  return `^${version}`;
}

const program = createCommand(name, {
  summary: 'Imports, validates, lints, simulates and backtests Datadog monitors, without an account.',
  example: `${name} validate monitors.json`,
});
program.addCommand(validateCommand(name));
program.addCommand(lintCommand(name));
program.addCommand(auditCommand(name));
program.addCommand(
  showCommand(name)
    .argument('[id]', 'id, name or Terraform name of a monitor (default: all)')
    .requiredOption(fileOption, filesArgument)
    .action(async (id, { file, json }) => {
      const source = await sourceIn(file);
      show(id === undefined ? source.monitors : [monitorNamed(id, source)], source, json === true);
    }),
);
program.addCommand(
  simulateCommand(name)
    .argument('<id>', 'id, name or Terraform name of a monitor')
    .requiredOption(fileOption, filesArgument)
    .action(async (id, options) => simulate(id, options, await sourceIn(options.file))),
);
program.addCommand(
  backtestCommand(name, { timeZone: 'UTC' })
    .argument('<id>', 'id, name or Terraform name of a monitor')
    .requiredOption(fileOption, filesArgument)
    .action(async (id, options) => backtest(id, options, await sourceIn(options.file))),
);
program.addCommand(
  routeCommand(name, { timeZone: 'UTC' })
    .argument('<id>', 'id, name or Terraform name of a monitor')
    .requiredOption(fileOption, `${filesArgument}; notification rules and downtimes are read from the same files`)
    .action(async (id, options) => route(id, options, await sourceIn(options.file), options.file)),
);
program.addCommand(
  mutateCommand(name)
    .argument('[id]', 'id, name or Terraform name of a monitor (default: all)')
    .requiredOption(fileOption, filesArgument)
    .requiredOption('--tests <files...>', 'test files for Jest or Vitest that simulate the monitors')
    .option(
      '--equivalent <file>',
      'JSON file with the mutants that no test can distinguish from their monitor: {"id": {"change": "reason"}}',
    )
    .action(async (id, { file, tests, equivalent: equivalentFile, json }) => {
      const root = process.cwd();
      const equivalent = equivalentFile === undefined ? {} : readEquivalentMutants(equivalentFile);
      const mutated = { tests: tests.map((path) => resolve(path)), root, equivalent, equivalentFile, json };
      return mutate(id, mutated, await sourceIn(file));
    }),
);
program.addCommand(tryCommand(name));
program.addCommand(importCommand(name, packageRange()));
program.addCommand(exportCommand(name));

void runProgram(program, manifest);
