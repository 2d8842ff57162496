import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AthenaClient } from '@aws-sdk/client-athena';
import { fail } from '@himeshima/cli';
import { didYouMean } from '@himeshima/datadog-monitors';
import { type QuestionName, questions } from '../contracts/questions';
import { ask, waitingQuestions } from './asking/ask-archive';
import { literalsOf } from './asking/parameters';
import { objectsOf, tableOf } from './asking/printed';

const help = `npm run query -- list | NAME [--from DAY] [--to DAY] [--degrees N] [--json] [--dir DIR] [--aws]

  Asks the archive one of the questions that wait in Athena: here the platform of npm start answers, by DuckDB.
  A day is one of Japan; without days the last seven are asked of. What devices send is there after five minutes.

  list         the questions, and what each leaves open
  --from, --to DAY   both included: 2026-11-24
  --degrees N  for rooms-above, in °C
  --json       a list of objects, for programs
  --dir DIR    of the platform (.himeshima)
  --aws        asks Athena where the AWS SDK is told to: AWS_PROFILE, AWS_REGION

  example   npm run query -- time-on --from 2026-11-23 --to 2026-11-24`;

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  degrees: { type: 'string' },
  json: { type: 'boolean', default: false },
  dir: { type: 'string', default: '.himeshima' },
  aws: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @throws Error where no platform was started there */
function clientOf({ aws, dir }: { readonly aws: boolean; readonly dir: string }): AthenaClient {
  if (aws) return new AthenaClient();
  const file = join(dir, 'aws-config');
  if (!existsSync(file))
    throw new Error(`no platform was started in ${dir}; npm start runs one, --dir names another folder`);
  // the platform's own profile, whatever else the SDK is told
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete process.env[name];
  Object.assign(process.env, { AWS_CONFIG_FILE: file, AWS_PROFILE: 'himeshima' });
  return new AthenaClient({ maxAttempts: 1 });
}

const isQuestion = (name: string): name is QuestionName => Object.hasOwn(questions, name);

async function query(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name, ...others] = positionals;
  if (values.help || name === undefined) return console.log(help);
  if (others.length > 0) throw new Error(`one question is asked at a time; ${others.join(' ')} is too much`);
  if (name !== 'list' && !isQuestion(name)) throw new Error(unknown(name, Object.keys(questions)));
  const asked = name === 'list' ? undefined : { name, ...literalsOf(name, values, Date.now()) };
  const client = clientOf(values);
  try {
    const waiting = await waitingQuestions(client);
    if (asked === undefined)
      return list(
        [...waiting.values()].map(({ Name = '', Description = '' }) => ({ name: Name, asks: Description })),
        values.json,
      );
    const found = waiting.get(asked.name);
    if (found === undefined)
      throw new Error(
        `${asked.name} does not wait there; ${[...waiting.keys()].join(', ')} do: npm run synth and npm start`,
      );
    const answer = await ask(client, found, asked.literals);
    if (values.json) return console.log(JSON.stringify(objectsOf(answer)));
    if (answer.rows.length > 0) return console.log(tableOf(answer));
    console.log(`nothing from ${asked.from} to ${asked.to}; what devices send is in the archive after five minutes`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw reason.includes('ECONNREFUSED') ? new Error(`no platform answers: ${reason}; npm start runs one`) : error;
  } finally {
    client.destroy();
  }
}

const unknown = (name: string, known: readonly string[]) =>
  `there is no question ${name}${didYouMean(name, known)} (known: ${known.join(', ')})`;

function list(rows: readonly { readonly name: string; readonly asks: string }[], json: boolean): void {
  const shown = rows.map((row) => {
    const open = isQuestion(row.name) ? [...new Set(questions[row.name].parameters)] : [];
    return { ...row, parameters: open };
  });
  const columns = ['question', 'asks', 'leaves open'].map((head) => ({ name: head, type: 'varchar' }));
  const text = shown.map(({ name, asks, parameters }) => [name, asks, parameters.map((one) => `--${one}`).join(' ')]);
  console.log(json ? JSON.stringify(shown) : tableOf({ columns, rows: text }));
}

query().catch(fail);
