import { createCommand, runCommand } from '@himeshima/cli';
import {
  backtest,
  backtestCommand,
  type MonitorSource,
  mutate,
  mutateCommand,
  route,
  routeCommand,
  simulate,
  simulateCommand,
  sourceIn,
  tryCommand,
} from '@himeshima/datadog-monitors/cli';
import { projectFolder } from './platform/project-folder';

const name = 'npm run monitors --';

// each action loads its modules on demand, so that `try` starts quickly
const source = async (): Promise<MonitorSource> => (await import('./monitoring/own-monitors.js')).ownMonitors();

const program = createCommand(name, {
  summary: 'Lists, explains, validates, simulates and tests the monitors of this platform.',
  example: `${name} show states_executions_failed`,
});
program.addCommand(
  createCommand('list', {
    summary: 'Lists every monitor with its severity, runbook and number of tests.',
    example: `${name} list --json`,
  })
    .option('--json', 'print JSON')
    .action(async ({ json }) => (await import('./monitoring/list-monitors.js')).list(projectFolder(), json === true)),
);
program.addCommand(
  createCommand('show', {
    summary: 'Shows what a monitor means, who is notified, how it is tested, and where it is declared.',
    example: `${name} show states_executions_failed`,
  })
    .argument('<id>', 'id of a monitor')
    .option('--json', 'print JSON')
    .action(async (id, { json }) =>
      (await import('./monitoring/show-monitor.js')).show(id, projectFolder(), json === true),
    ),
);
program.addCommand(
  simulateCommand(name)
    .argument('<id>', 'id of a monitor')
    .action(async (id, options) => simulate(id, options, await source())),
);
program.addCommand(
  backtestCommand(name, { timeZone: 'Asia/Tokyo' })
    .argument('<id>', 'id of a monitor')
    .action(async (id, options) => backtest(id, options, await source())),
);
program.addCommand(
  routeCommand(name, { timeZone: 'Asia/Tokyo' })
    .argument('<id>', 'id of a monitor')
    .option('--env <name>', 'environment whose synthesized stack is read; run npm run synth first', 'prod')
    .action(async (id, options) => {
      const { synthesizedStack } = await import('./monitoring/synthesized-stack.js');
      const file = synthesizedStack(options.env);
      await route(id, options, await sourceIn([file]), [file]);
    }),
);
program.addCommand(
  createCommand('validate', {
    summary: 'Reports validation errors and lint warnings, with file, line and column.',
    example: `${name} validate lambda_errors`,
  })
    .argument('[id]', 'id of a monitor (default: all)')
    .option('--json', 'print JSON')
    .action(async (id, { json }) =>
      (await import('./monitoring/validate-monitors.js')).validateMonitors(id, json === true),
    ),
);
program.addCommand(
  mutateCommand(name, 'lambda_errors')
    .argument('[id]', 'id of a monitor (default: all)')
    .action(async (id, { json }) => {
      const { mutationOf } = await import('./monitoring/monitor-tests.js');
      await mutate(id, { ...mutationOf(projectFolder()), json }, await source());
    }),
);
program.addCommand(tryCommand(name));

void runCommand(program);
