import { AwsError } from './service-api';

/**
 * Decodes a percent-encoded segment of a path.
 * @throws AwsError if the percent-encoding is invalid
 */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError('InvalidRequestException', `the path contains a segment that cannot be decoded: ${segment}`);
  }
}

/** Removes a trailing slash from a path, because some clients append a slash. */
const withoutLastSlash = (path: string) => path.replace(/(.)\/$/, '$1');

/**
 * Matches a path against a pattern such as /things/{thing}/shadow. Returns the path's parameters by name, or undefined
 * if the path does not match.
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = withoutLastSlash(pattern).split('/');
  const rest = wanted.at(-1)?.endsWith('+}') ?? false;
  const given = (rest ? path : withoutLastSlash(path)).split('/');
  if (rest ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith('{')) {
      const whole = segment.endsWith('+}') ? given.slice(index).join('/') : value;
      parameters[segment.replace(/[{}+]/g, '')] = decoded(whole);
    } else if (segment !== value) return undefined;
  }
  return parameters;
}
