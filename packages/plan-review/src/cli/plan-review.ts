#!/usr/bin/env node
import { join } from 'node:path';
import { runProgram } from '@himeshima/cli';
import { reviewCommand } from './review-command';

void runProgram(reviewCommand({ name: 'plan-review' }), join(__dirname, '..', '..', 'package.json'));
