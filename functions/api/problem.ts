import type { components } from '../../contracts/api';

const titles = { 400: 'Bad Request', 404: 'Not Found', 409: 'Conflict' } as const;

/** An answer that is no success, as the one who asks shall hear it (RFC 9457). */
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

/** The same for what is not there and for what is somebody else's. */
export const notFound = () => new Problem(404, 'There is no such thing, or it is not yours.');
