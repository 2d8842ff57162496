import { runCommand } from '@himeshima/cli';
import { ruleCommand } from '@himeshima/iot/cli';

void runCommand(ruleCommand('npm run --silent rule --'));
