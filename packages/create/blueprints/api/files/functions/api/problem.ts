import type { components } from '../../contracts/api';

const titles = { 400: 'Bad Request', 404: 'Not Found', 409: 'Conflict' } as const;

/** Error response for the caller, a problem document (RFC 9457). */
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
