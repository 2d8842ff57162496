import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { coverage, type EmulatorName, emulators } from './emulator-coverage';

const columns = Object.keys(emulators).filter((name): name is EmulatorName => Object.hasOwn(emulators, name));

const before = `# Supported AWS operations

<!-- written by npm run local-docs -->

For each AWS service, the table shows the number of operations in the AWS SDK for JavaScript, the number of these operations that run
locally, and the number that the documentation of other emulators lists. These numbers do not show how closely an operation follows
AWS: for example, an operation may accept parameters without effect, and not every emulator enforces policies.
[Conformance](conformance.md) describes how the local runtime differs from AWS, and [Local runtime](local.md) lists the operations by
name. Every other operation is rejected with status 501 and an error that contains its name.
`;

/** Returns docs/coverage.md. @param operations supported operations by service */
export function coveragePage(operations: ReadonlyMap<string, readonly string[]>): string {
  const rows = Object.entries(coverage).map(([service, { client, documented }]) => {
    const all = operationsIn(client);
    const served = (operations.get(service) ?? []).filter((name) => all.has(name)).length;
    return row([`\`${service}\``, all.size, served, ...columns.map((name) => documented[name] ?? '–')]);
  });
  return [
    before,
    row(['Service', 'Operations', 'Local runtime', ...columns.map((name) => emulators[name].name)]),
    row(['---', '---:', '---:', ...columns.map(() => '---:')]),
    ...rows,
    '',
    'Sources:',
    '',
    ...columns.map((name) => {
      const { name: title, source, date } = emulators[name];
      return `- ${title}: [documentation of ${date}](${source})`;
    }),
    '',
    'The count for LocalStack includes operations of its paid editions: at that date, all operations of `athena`, `cognito-idp`, `iot`',
    'and `iotdata`.',
    '',
  ].join('\n');
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** Returns the names of a service's operations. Reads the names of files, because loading all clients would take seconds. */
function operationsIn(client: string): ReadonlySet<string> {
  const folder = join('node_modules', '@aws-sdk', client, 'dist-types', 'commands');
  const ending = 'Command.d.ts';
  return new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length)),
  );
}
