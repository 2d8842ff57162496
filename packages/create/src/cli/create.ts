#!/usr/bin/env node
import { join } from 'node:path';
import { runProgram } from '@himeshima/cli';
import { platformCommand } from '../create-command';

const packageFolder = join(__dirname, '..', '..');

void runProgram(platformCommand({ name: 'npm create @himeshima', packageFolder }), join(packageFolder, 'package.json'));
