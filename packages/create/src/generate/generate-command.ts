import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, Option } from '@himeshima/cli';
import * as z from 'zod';
import { generatePart, type Part, requirePlatform } from './generate-part';
import { type Kind, kinds } from './kinds';
import { fillIn } from './placeholders';
import type { Change } from './write-changes';

interface GenerateProgram {
  /** Command line that starts this program. */
  readonly name: string;
  /** Folder of the blueprints, with a subfolder for each kind. */
  readonly blueprints: string;
}

const Options = z.record(z.string(), z.string().optional());

/** Returns the command that adds a component to the platform in the current folder, with a subcommand for each kind. */
export function generateCommand(program: GenerateProgram) {
  const command = createCommand(program.name, {
    summary:
      'Writes the files of a new component, adds it to the stacks, and adds a test that fails until you fill in the missing values.',
    example: kinds.map(({ kind, example }) => `${program.name} ${kind} ${example}`).join('\n'),
  });
  for (const kind of kinds) command.addCommand(commandOf(kind, program));
  return command;
}

function commandOf({ kind, summary, example, options = [], parts }: Kind, { name, blueprints }: GenerateProgram) {
  const command = createCommand(kind, { summary, example: `${name} ${kind} ${example}` });
  for (const [flags, description] of options) command.addOption(new Option(flags, description));
  return command.argument('<name>', `name, for example ${example.split(' ')[0]}`).action((given, values) => {
    const root = process.cwd();
    requirePlatform(root);
    const requestedParts = parts({ name: given, root, blueprints, options: Options.parse(values) });
    const isMissing = requestedParts.some(({ blueprint }) => !existsSync(blueprint));
    if (isMissing) throw new Error(`${kind} cannot be generated in this platform`);
    const changes = generatePart(root, requestedParts);
    console.log(`${changes.map(line).join('\n')}\n\n${requestedParts.map(nextSteps).join('').trimEnd()}`);
  });
}

const line = ({ path, isNew }: Change) => `${isNew ? 'new    ' : 'changed'}  ${path}`;

function nextSteps({ blueprint, replacements }: Part): string {
  const file = join(blueprint, 'next-steps.txt');
  return existsSync(file) ? fillIn(readFileSync(file, 'utf8'), replacements) : '';
}
