import type { components } from '../../contracts/api';

const titles = { 400: 'Bad Request', 404: 'Not Found', 409: 'Conflict' } as const;

/** Error response for the caller, in the problem document format (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: keyof typeof titles,
    detail: string,
  ) {
    super(detail);
  }

  get document(): components['schemas']['Problem'] {
    return { title: titles[this.status], status: this.status, detail: this.message };
  }
}

/**
 * Creates the response for missing resources and for other owners' resources. Callers must not be able to tell them apart.
 */
export const notFound = () => new Problem(404, 'The resource does not exist, or it belongs to someone else.');

/** Returns the value. @throws Problem 404 if it is undefined */
export function requireFound<Value>(value: Value | undefined): Value {
  if (value === undefined) throw notFound();
  return value;
}
