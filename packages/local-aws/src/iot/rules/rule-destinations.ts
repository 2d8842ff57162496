import { randomBytes, randomUUID } from 'node:crypto';
import type { AwsAccount } from '../../aws-account';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { Collection, Store } from '../../store';
import type { SendHttp } from './http-delivery';

/** Lifetime of a confirmation token. Source: AWS IoT developer guide, "rule-destination". */
const tokenLifetimeMs = 3 * 24 * 60 * 60 * 1000;

/** URL to which rules may send messages after its owner has confirmed it. */
export interface RuleDestination {
  readonly arn: string;
  readonly confirmationUrl: string;
  readonly status: 'IN_PROGRESS' | 'ENABLED' | 'DISABLED' | 'ERROR';
  readonly statusReason?: string | undefined;
  /** Times of creation and last change, in ms since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface StoredDestination extends RuleDestination {
  /** Token of the last confirmation request, and the time of that request; undefined after the confirmation. */
  pending?: { token: string; sentAt: number } | undefined;
}

/** HTTP destinations of rules. Source: AWS IoT developer guide, "rule-destination". */
export interface RuleDestinations {
  find(arn: string): RuleDestination | undefined;
  all(): RuleDestination[];
  /** Returns the destination with a confirmation URL. */
  at(confirmationUrl: string): RuleDestination | undefined;
  /** Creates a destination and sends a confirmation request to its URL. */
  create(confirmationUrl: string): RuleDestination;
  /** Sends another confirmation request, which invalidates the previous token. */
  requestConfirmation(arn: string): void;
  setStatus(arn: string, status: 'ENABLED' | 'DISABLED'): void;
  /**
   * Confirms the destination with a token.
   * @returns whether the token is valid
   */
  confirm(token: string, status: 'ENABLED' | 'DISABLED'): boolean;
  remove(arn: string): void;
}

interface Options {
  clock: Pick<Clock, 'now'>;
  store: Store;
  bus: EventBus;
  place: Pick<AwsAccount, 'region' | 'account'>;
  /** Returns the address of the API that confirms destinations. */
  endpoint(): string;
  send: SendHttp;
}

export function createRuleDestinations({ clock, store, bus, place, endpoint, send }: Options): RuleDestinations {
  const stored: Collection<StoredDestination> = store.collection('iot-rule-destinations');
  const now = () => Math.floor(clock.now());
  const hasExpired = ({ pending }: StoredDestination) =>
    pending !== undefined && now() >= pending.sentAt + tokenLifetimeMs;

  const describe = ({ pending: _, ...destination }: StoredDestination): RuleDestination => destination;
  const current = (destination: StoredDestination): RuleDestination =>
    hasExpired(destination)
      ? { ...describe(destination), status: 'ERROR', statusReason: 'Confirmation timed out.' }
      : describe(destination);
  const all = () => [...stored.entries()].map(([, destination]) => destination);

  const change = (arn: string, changes: Partial<StoredDestination>) => {
    const destination = stored.get(arn);
    if (destination !== undefined) stored.set(arn, { ...destination, updatedAt: now(), ...changes });
  };

  const requestConfirmation = (arn: string) => {
    const url = stored.get(arn)?.confirmationUrl;
    if (url === undefined) return;
    const confirmationToken = randomBytes(48).toString('base64url');
    const sentAt = now();
    change(arn, {
      status: 'IN_PROGRESS',
      statusReason: `Awaiting confirmation. Confirmation message sent on ${new Date(sentAt).toISOString()}; no response received from the endpoint.`,
      pending: { token: confirmationToken, sentAt },
    });
    const enableUrl = `${endpoint()}/confirmdestination/${confirmationToken}`;
    const messageType = 'DestinationConfirmation';
    const sent = send({
      url: `${url.replace(/\/$/, '')}/?confirmationToken=${confirmationToken}`,
      headers: [
        ['x-amz-rules-engine-message-type', messageType],
        ['x-amz-rules-engine-destination-arn', arn],
        ['content-type', 'application/json'],
      ],
      body: Buffer.from(JSON.stringify({ arn, confirmationToken, enableUrl, messageType })),
    });
    sent.catch((error: unknown) => {
      bus.emit({
        kind: 'note',
        failed: true,
        text: `the confirmation request for a rule destination failed: ${String(error)}`,
      });
    });
  };

  return {
    find(arn) {
      const destination = stored.get(arn);
      return destination && current(destination);
    },
    all: () => all().map(current),
    at(confirmationUrl) {
      const destination = all().find((one) => one.confirmationUrl === confirmationUrl);
      return destination && current(destination);
    },
    create(confirmationUrl) {
      const arn = `arn:aws:iot:${place.region}:${place.account}:ruledestination/http/${randomUUID()}`;
      const created = { arn, confirmationUrl, status: 'IN_PROGRESS', createdAt: now(), updatedAt: now() } as const;
      stored.set(arn, created);
      requestConfirmation(arn);
      return describe(stored.get(arn) ?? created);
    },
    requestConfirmation,
    setStatus: (arn, status) => change(arn, { status, statusReason: undefined }),
    confirm(token, status) {
      const found = all().find((one) => one.pending?.token === token);
      if (found === undefined || hasExpired(found)) return false;
      change(found.arn, { status, statusReason: undefined, pending: undefined });
      return true;
    },
    remove: (arn) => void stored.delete(arn),
  };
}
