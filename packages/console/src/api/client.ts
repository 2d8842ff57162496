import { type Answer, type Input, type InputArguments, type OperationName, routes } from './operations';
import { currentAccess, expire } from './token';

/** Error that the API returned, or that prevented a request. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** HTTP status; 0 if the platform did not respond. */
    readonly status: number,
  ) {
    super(message);
  }
}

/** Path of the API. */
export const apiPath = '/_console/api/v1';

interface AnyInput {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Returns the path and the query of a request. */
export function addressOf(name: OperationName, { path = {}, query = {} }: AnyInput): string {
  const [, template] = routes[name];
  const filled = template.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(path[key])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return `${apiPath}${filled}${text === '' ? '' : `?${text}`}`;
}

async function messageOf(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => undefined);
  const hasMessage = typeof answer === 'object' && answer !== null && 'message' in answer;
  return hasMessage ? String(answer.message) : `the platform responded with status ${response.status}`;
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new ApiError('the platform does not respond: check whether it is still running in the terminal', 0);
  }
}

const authorization = (token: string) => ({ Authorization: `Bearer ${token}` });

/** Returns whether the platform accepts a token. */
export async function isAccepted(token: string): Promise<boolean> {
  const response = await fetch(addressOf('getPlatform', {}), { headers: authorization(token) }).catch(() => undefined);
  return response?.ok ?? false;
}

/**
 * Calls an operation of the API.
 * @throws ApiError with the message of the API
 */
export async function call<Name extends OperationName>(
  name: Name,
  input: Input<Name> & AnyInput,
  signal?: AbortSignal,
): Promise<Answer<Name>> {
  const { token = '' } = currentAccess();
  const [method] = routes[name];
  const response = await send(
    new Request(addressOf(name, input), {
      method,
      headers: {
        ...authorization(token),
        ...(input.body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
      ...(signal && { signal }),
    }),
  );
  if (response.status === 401) expire(token);
  if (!response.ok) throw new ApiError(await messageOf(response), response.status);
  return await response.json();
}

/** Returns the key and the function of a query, to be passed to `useQuery`. */
export function apiQuery<Name extends OperationName>(name: Name, ...[input]: InputArguments<Name>) {
  const given: Input<Name> & AnyInput = Object.assign({}, input);
  return {
    queryKey: [name, given] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => call(name, given, signal),
  };
}
