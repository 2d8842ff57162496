import type { RestApiSettings } from '@himeshima/constructs';

export interface Environment {
  /** Origin of the web pages that may call the REST API, its clients, and their rate limits. */
  readonly api: RestApiSettings;
}
