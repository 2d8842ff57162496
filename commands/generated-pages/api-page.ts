import * as z from 'zod';
import { traceHeader } from '../../contracts/trace';
import { named, type Operation, type Parameter, type Specification } from './api-specification';

const before = (about: string) => `# The API

<!-- made from api/openapi.yaml by \`npm run api-docs\` -->

${about}

Every request carries an access token, whose scope is that of the operation, and the key of the program that asks. On a
laptop, where \`npm start\` shows the API's address, this writes both into a file of headers:

\`\`\`
npm run --silent token -- --scope read,command,admin --headers > .himeshima/headers
\`\`\`

A token is good for an hour, and until the laptop's platform starts anew: to the next one it is a stranger's (401). Who asks is its \`sub\`: here the program itself, whose \`sub\` the same command tells with \`--who\`.
The header \`x-trace-id\` of an answer that was let through is in the log lines of what the request has led to; send one of your own, and
\`npm start -- --follow ID\` shows what comes of it. To begin with nothing is yours: an administrator gives devices and rooms to their owners.

\`\`\`
curl -X PUT -H @.himeshima/headers -H 'content-type: application/json' \\
  -d "{\\"owner\\":\\"$(npm run --silent token -- --who)\\"}" http://127.0.0.1:8080/v1/devices/light-1/owner
\`\`\`

Pages of one origin, which \`config/\` names, may ask as well: what a browser sends beforehand (\`OPTIONS\`) is answered without a
token, and nothing else is.

In an account the API has the address of its stage, and people sign in on the pages of the user pool. The credentials of the
program \`programs\`, the key \`console\`, and a token for it:

\`\`\`
aws cognito-idp describe-user-pool-client --user-pool-id POOL --client-id CLIENT
aws apigateway get-api-keys --name-query console --include-values
curl -u CLIENT:SECRET -d grant_type=client_credentials -d scope=himeshima/read \\
  https://DOMAIN.auth.REGION.amazoncognito.com/oauth2/token
\`\`\`
`;

/** docs/api.md: every operation, with a request to paste. */
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
  const parameters = operation.parameters.map((one) => ('$ref' in one ? named(one.$ref, components.parameters) : one));
  const schema = requestBody && named(requestBody.content['application/json'].schema.$ref, components.schemas);
  const body = schema && exampleOf(schema);
  return [
    `## ${summary}`,
    '',
    `\`${method.toUpperCase()} ${path}\` · scope \`${security[0].person[0]}\``,
    '',
    ...(description === undefined ? [] : [description, '']),
    // which may go with every request, and is said before all of them
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

/** What says nothing about itself is said by its example. */
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
  const sent = body === undefined ? '' : ` -H 'content-type: application/json' \\\n  -d ${quoted(body)}`;
  return `curl${verb} -H @.himeshima/headers${sent} '${url}'`;
}

/** An owner is who pastes it: who gave a device to somebody else would see no more of it. */
function quoted(body: string): string {
  const { owner, ...others } = z.record(z.string(), z.unknown()).parse(JSON.parse(body));
  if (owner === undefined) return `'${body}'`;
  const own = JSON.stringify({ owner: '$(npm run --silent token -- --who)', ...others });
  return `"${own.replaceAll('"', '\\"')}"`;
}

const exampleNamed = (name: string, parameters: readonly Parameter[]) => {
  const example = parameters.find((parameter) => parameter.name === name)?.example;
  if (example === undefined) throw new Error(`api/openapi.yaml: the parameter ${name} of a path needs an example`);
  return example;
};

function exampleOf({ properties }: Specification['components']['schemas'][string]): string {
  return JSON.stringify(Object.fromEntries(Object.entries(properties).map(([name, { example }]) => [name, example])));
}

function answers({ responses }: Operation, shared: Specification['components']['responses']): string {
  const texts = Object.entries(responses).map(([status, response]) => {
    const { description } = '$ref' in response ? named(response.$ref, shared) : response;
    return `${status} ${description.charAt(0).toLowerCase()}${description.slice(1)}`;
  });
  return `Answers: ${texts.join(' · ')}.`;
}
