import * as z from 'zod';
import { traceHeader } from '../../contracts/trace';
import { type Operation, type Parameter, resolveReference, type Specification } from './api-specification';

const before = (about: string) => `# REST API

<!-- Generated from api/openapi.yaml by \`npm run api-docs\` -->

${about}

Every request requires an access token with the scope of the operation, and an API key. Locally, \`npm start\` prints the URL of the
API, and this command writes both headers to a file:

\`\`\`
npm run --silent token -- --scope read,command,admin --headers > .himeshima/headers
\`\`\`

A token is valid for an hour, or until the local runtime restarts; after that, requests fail with 401. The \`sub\` of the token identifies the caller,
here the program itself; with \`--who\`, the same command prints the \`sub\`. The ID in the \`x-trace-id\` response header of an authorized request also appears
in the log lines that the request causes. If you send an ID in this header, \`npm start -- --follow ID\` shows these lines. Initially, the caller owns no devices or rooms; an administrator assigns devices and rooms to owners.

\`\`\`
curl -X PUT -H @.himeshima/headers -H 'content-type: application/json' \\
  -d "{\\"owner\\":\\"$(npm run --silent token -- --who)\\"}" http://127.0.0.1:8080/v1/devices/light-1/owner
\`\`\`

Web pages with the origin in \`config/\` can also call the API. Only preflight requests (\`OPTIONS\`) need no token.

In an AWS account, use the URL of the stage. Users sign in on the pages of the user pool. These commands return the
\`programs\` client's credentials, the \`console\` API key, and a token:

\`\`\`
aws cognito-idp describe-user-pool-client --user-pool-id POOL --client-id CLIENT
aws apigateway get-api-keys --name-query console --include-values
curl -u CLIENT:SECRET -d grant_type=client_credentials -d scope=himeshima/read \\
  https://DOMAIN.auth.REGION.amazoncognito.com/oauth2/token
\`\`\`
`;

/** Returns docs/api.md: every operation with an example request. */
export function apiPage(specification: Specification): string {
  const operations = Object.entries(specification.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation === undefined ? [] : [operationText(method, path, operation, specification)],
    ),
  );
  return [before(specification.info.description), ...operations].join('\n');
}

function operationText(method: string, path: string, operation: Operation, specification: Specification): string {
  const { components } = specification;
  const { summary, description, security, requestBody } = operation;
  const parameters = operation.parameters.map((entry) =>
    '$ref' in entry ? resolveReference(entry.$ref, components.parameters) : entry,
  );
  const schema =
    requestBody && resolveReference(requestBody.content['application/json'].schema.$ref, components.schemas);
  const body = schema && exampleOf(schema);
  return [
    `## ${summary}`,
    '',
    `\`${method.toUpperCase()} ${path}\` · scope \`${security[0].person[0]}\``,
    '',
    ...(description === undefined ? [] : [description, '']),
    // the trace id is optional in every request, and the page describes it at the top
    ...parameters.filter(({ name }) => name.toLowerCase() !== traceHeader).flatMap(parameterLine),
    ...Object.entries(schema?.properties ?? {}).flatMap(([name, property]) =>
      parameterLine({ ...property, name, required: schema?.required.includes(name) ?? false }),
    ),
    '',
    '```',
    requestLine(method, path, parameters, body),
    '```',
    '',
    answers(operation, components.responses),
    '',
  ].join('\n');
}

/** Formats a parameter as a list item. Omits a parameter without a description, because the example explains it. */
function parameterLine({ name, required, description }: Pick<Parameter, 'name' | 'required' | 'description'>) {
  return description === undefined ? [] : [`- \`${name}\`${required ? '' : ' (optional)'}: ${description}`];
}

function requestLine(method: string, path: string, parameters: readonly Parameter[], body: string | undefined): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => exampleNamed(name, parameters));
  const query = parameters
    .filter(({ in: place, example }) => place === 'query' && example !== undefined)
    .map(({ name, example }) => `${name}=${example}`);
  const url = `http://127.0.0.1:8080/v1${filled}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const sent = body === undefined ? '' : ` -H 'content-type: application/json' \\\n  -d ${quoteBody(body)}`;
  return `curl${verb} -H @.himeshima/headers${sent} '${url}'`;
}

/**
 * Quotes a request body for the shell.
 * Replaces the owner with the reader's own id, because otherwise the reader would lose access to the device.
 */
function quoteBody(body: string): string {
  const { owner, ...otherFields } = z.record(z.string(), z.unknown()).parse(JSON.parse(body));
  if (owner === undefined) return `'${body}'`;
  const own = JSON.stringify({ owner: '$(npm run --silent token -- --who)', ...otherFields });
  return `"${own.replaceAll('"', '\\"')}"`;
}

const exampleNamed = (name: string, parameters: readonly Parameter[]) => {
  const example = parameters.find((parameter) => parameter.name === name)?.example;
  if (example === undefined) throw new Error(`api/openapi.yaml: the path parameter ${name} requires an example`);
  return example;
};

function exampleOf({ properties }: Specification['components']['schemas'][string]): string {
  return JSON.stringify(Object.fromEntries(Object.entries(properties).map(([name, { example }]) => [name, example])));
}

function answers({ responses }: Operation, shared: Specification['components']['responses']): string {
  const texts = Object.entries(responses).map(([status, response]) => {
    const { description } = '$ref' in response ? resolveReference(response.$ref, shared) : response;
    return `${status} ${description.charAt(0).toLowerCase()}${description.slice(1)}`;
  });
  return `Responses: ${texts.join(' · ')}.`;
}
