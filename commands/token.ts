import { createCommand, runCommand } from '@himeshima/cli';
import { readApiAccess, requestToken } from '@himeshima/local-aws/api-access';

const command = createCommand('npm run --silent token --', {
  summary:
    'Prints an access token for the REST API of the running platform. With --silent, npm prints no banner before the token.',
  example: 'npm run --silent token -- --scope read',
})
  .option('--scope <names>', 'scopes of the token, separated by commas: read, command, admin')
  .option('--headers', 'print both headers that the API requires, for curl -H @FILE', false)
  .option('--who', 'instead of a token, print its sub, which identifies the caller', false)
  .option('--dir <folder>', 'folder of the platform', '.himeshima')
  .action(async ({ scope, headers, who, dir }, command) => {
    if (scope === undefined && !who) {
      if (headers) throw new Error('--headers requires --scope, for example --scope read');
      return command.help({ error: true });
    }
    const access = readApiAccess(dir);
    if (who) return console.log(access.clientId);
    const scopes = (scope ?? '').split(',').map((name) => `himeshima/${name}`);
    const issued = await requestToken(access, scopes);
    console.log(headers ? `authorization: Bearer ${issued}\nx-api-key: ${access.key}` : issued);
  });

void runCommand(command);
