import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { createCommand, runCommand } from '@himeshima/cli';
import { didYouMean } from '@himeshima/datadog-monitors';
import { type QuestionName, questions } from '../contracts/questions';
import { answerObjects, formatTable } from './archive-queries/format-answer';
import { type QueryOptions, queryLiterals } from './archive-queries/query-parameters';
import { listNamedQueries, runNamedQuery } from './archive-queries/run-query';

interface Options extends QueryOptions {
  readonly json: boolean;
  readonly dir: string;
  readonly aws: boolean;
}

/** Creates a client for AWS or for the local platform. @throws Error if no platform was started in the folder */
function clientOf({ aws, dir }: Options): AthenaClient {
  if (aws) return new AthenaClient();
  const file = join(dir, 'aws-config');
  if (!existsSync(file)) throw new Error(`no platform was started in ${dir}; run npm start, or set --dir`);
  // use the platform's profile regardless of other credentials in the environment
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete process.env[name];
  Object.assign(process.env, { AWS_CONFIG_FILE: file, AWS_PROFILE: 'himeshima' });
  return new AthenaClient({ maxAttempts: 1 });
}

const isQuestion = (name: string): name is QuestionName => Object.hasOwn(questions, name);

async function query(name: string, options: Options): Promise<void> {
  if (name !== 'list' && !isQuestion(name)) throw new Error(unknownQuery(name, Object.keys(questions)));
  const request = name === 'list' ? undefined : { name, ...queryLiterals(name, options, Date.now()) };
  const client = clientOf(options);
  try {
    const available = await listNamedQueries(client);
    if (request === undefined)
      return list(
        [...available.values()].map(({ Name = '', Description = '' }) => ({ name: Name, asks: Description })),
        options.json,
      );
    const found = available.get(request.name);
    if (found === undefined)
      throw new Error(
        `query ${request.name} is not deployed (available: ${[...available.keys()].join(', ')}); run npm run synth and npm start`,
      );
    const answer = await runNamedQuery(client, found, request.literals);
    if (options.json) return console.log(JSON.stringify(answerObjects(answer)));
    if (answer.rows.length > 0) return console.log(formatTable(answer));
    console.log(`no results from ${request.from} to ${request.to}; messages reach the archive after five minutes`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw reason.includes('ECONNREFUSED')
      ? new Error(`no platform is listening: ${reason}; start one with npm start`)
      : error;
  } finally {
    client.destroy();
  }
}

const unknownQuery = (name: string, known: readonly string[]) =>
  `unknown query ${name}${didYouMean(name, known)} (known: ${known.join(', ')})`;

function list(rows: readonly { readonly name: string; readonly asks: string }[], json: boolean): void {
  const shown = rows.map((row) => {
    const parameters = isQuestion(row.name) ? [...new Set(questions[row.name].parameters)] : [];
    return { ...row, parameters };
  });
  const columns = ['query', 'description', 'parameters'].map((head) => ({ name: head, type: 'varchar' }));
  const text = shown.map(({ name, asks, parameters }) => [
    name,
    asks,
    parameters.map((parameter) => `--${parameter}`).join(' '),
  ]);
  console.log(json ? JSON.stringify(shown) : formatTable({ columns, rows: text }));
}

const command = createCommand('npm run query --', {
  summary:
    'Runs a named query over the archive: in AWS with Athena, or locally with DuckDB on the platform that npm start runs. Days are in Japan Standard Time (default: the last seven days). Messages reach the archive after five minutes.',
  example: 'npm run query -- time-on --from 2026-11-23 --to 2026-11-24',
})
  .argument('[query]', `${Object.keys(questions).join(', ')}, or list, which describes the queries`)
  .option('--from <day>', 'first day, for example 2026-11-24')
  .option('--to <day>', 'last day')
  .option('--degrees <number>', 'threshold of rooms-above in °C')
  .option('--json', 'print a list of objects as JSON', false)
  .option('--dir <folder>', 'folder of the platform', '.himeshima')
  .option('--aws', 'run the query in AWS, with AWS_PROFILE and AWS_REGION', false)
  .action((name, options, command) => (name === undefined ? command.help({ error: true }) : query(name, options)));

void runCommand(command);
