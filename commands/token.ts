import { parseArgs } from 'node:util';
import { fail } from '@himeshima/cli';
import { readApiAccess, requestToken } from './running/api-access';

const help = `npm run token -- --scope NAME[,NAME…] [--headers] [--dir DIR]

  Prints an access token for the REST API of the platform that runs: npm run --silent token leaves npm's own words out.

  --scope NAMES   what it shall be good for: read, command, admin
  --headers       both headers that the API wants, for curl -H @FILE
  --who           prints who asks with such a token (its sub), and no token
  --dir DIR       of the platform (.himeshima)

  example   npm run --silent token -- --scope read`;

const options = {
  scope: { type: 'string' },
  headers: { type: 'boolean', default: false },
  who: { type: 'boolean', default: false },
  dir: { type: 'string', default: '.himeshima' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function token(): Promise<void> {
  const { values } = parseArgs({ options });
  const isAsked = values.scope !== undefined || values.who;
  if (values.help || (!isAsked && !values.headers)) return console.log(help);
  if (!isAsked) throw new Error('--headers needs --scope, for example --scope read');
  const access = readApiAccess(values.dir);
  if (values.who) return console.log(access.clientId);
  const scopes = (values.scope ?? '').split(',').map((name) => `himeshima/${name}`);
  const issued = await requestToken(access, scopes);
  console.log(values.headers ? `authorization: Bearer ${issued}\nx-api-key: ${access.key}` : issued);
}

token().catch(fail);
