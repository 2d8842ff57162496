import { fail } from '@himeshima/cli';
import { didYouMean } from '@himeshima/datadog-monitors';
import { commands, helpOf } from './monitoring/commands';

async function monitors(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  const asksForHelp = [name, ...args].some((word) => word === '--help' || word === '-h');
  if (name === undefined || name === '--help' || name === '-h') return console.log(helpOf(undefined));
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const known = Object.keys(commands);
    throw new Error(`unknown command ${name}${didYouMean(name, known)} (known: ${known.join(', ')})`);
  }
  if (asksForHelp) return console.log(helpOf(name));
  await command.run(args);
}

monitors().catch(fail);
