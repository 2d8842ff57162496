import { join } from 'node:path';
import { runCommand } from '@himeshima/cli';
import { generateCommand } from '@himeshima/create/generate';

const blueprints = join(process.cwd(), 'commands', 'blueprints');

void runCommand(generateCommand({ name: 'npm run generate --', blueprints }));
