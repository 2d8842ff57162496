import { readApiAccess, requestToken } from '@himeshima/local-aws/api-access';
import { runProgram } from './platform';

// Calls the REST API of the local runtime with a token that has all scopes: npm run request -- METHOD PATH [BODY]
runProgram(async ({ folder }, [method, path, body]) => {
  if (method === undefined || path === undefined) throw new Error('expected npm run request -- METHOD PATH [BODY]');
  const access = readApiAccess(folder);
  const token = await requestToken(access, access.scopes);
  const response = await fetch(`${access.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'x-api-key': access.key, 'content-type': 'application/json' },
    ...(body !== undefined && { body }),
  });
  console.log(`${response.status} ${await response.text()}`.trimEnd());
  if (!response.ok) process.exitCode = 1;
});
