import type { PlatformEvent } from './operations';

/** Returns an event with the given values, which begins a new trace. */
export const event = (values: Partial<PlatformEvent> & { readonly id: number }): PlatformEvent => ({
  trace: values.id,
  at: new Date(values.id).toISOString(),
  kind: 'published',
  symbol: '→',
  tone: 'plain',
  title: `event ${values.id}`,
  details: [],
  below: [],
  failed: false,
  payloads: [],
  replayable: false,
  links: [],
  ...values,
});
