import { type CertificateFields, type ConnectAttribute, iotContext, type PolicyContext } from '../../lib/policy';
import type { Thing } from './registry';

/** A device that has connected. */
export interface Connection {
  clientId: string;
  certificateId: string;
  /** The things to which its certificate is attached. */
  things: readonly string[];
  /** The thing that it connects as: type and attributes. */
  thing: Thing | undefined;
  /** What its CONNECT asks for beyond a plain connection. */
  connectAttributes: readonly ConnectAttribute[];
  certificate: CertificateFields;
  /** Where it connects from, and the name that it asked for (SNI), where it did. */
  source: { ip: string; port: number; domain: string | undefined };
  /** The filters that it is subscribed to. */
  subscriptions: Set<string>;
}

const contexts = new WeakMap<Connection, PolicyContext>();

/** The variables of IoT policies as this connection gives them: what it was when it connected. */
export function iotContextOf(connection: Connection): PolicyContext {
  const known = contexts.get(connection);
  if (known !== undefined) return known;
  const { things: attachedThings, ...given } = connection;
  const context = iotContext({ ...given, attachedThings });
  contexts.set(connection, context);
  return context;
}
