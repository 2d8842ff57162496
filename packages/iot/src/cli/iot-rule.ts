#!/usr/bin/env node
import { join } from 'node:path';
import { runProgram } from '@himeshima/cli';
import { ruleCommand } from './rule-command';

void runProgram(ruleCommand('iot-rule'), join(__dirname, '..', '..', 'package.json'));
