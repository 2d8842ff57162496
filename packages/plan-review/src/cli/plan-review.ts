#!/usr/bin/env node
import { runProgram } from '@himeshima/cli';
import { reviewCommand } from './review-command';

void runProgram(reviewCommand({ name: 'plan-review' }));
