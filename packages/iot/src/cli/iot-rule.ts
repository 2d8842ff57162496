#!/usr/bin/env node
import { runProgram } from '@himeshima/cli';
import { ruleCommand } from './rule-command';

void runProgram(ruleCommand('iot-rule'));
