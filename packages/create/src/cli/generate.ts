#!/usr/bin/env node
import { join } from 'node:path';
import { runProgram } from '@himeshima/cli';
import { generateCommand } from '../generate';

const packageFolder = join(__dirname, '..', '..');
const program = generateCommand({ name: 'npm run generate --', blueprints: join(packageFolder, 'blueprints') });

void runProgram(program, join(packageFolder, 'package.json'));
