import { type CertificateFields, certificateContext } from './certificate-context';
import type { PolicyContext } from './variables';

/** AWS IoT developer guide, "mqtt", "Using connectAttributes". */
export type ConnectAttribute = 'PersistentConnect' | 'LastWill';

/** A device's connection, as far as its policies may ask about it. */
export interface IotConnection {
  /** Undefined over HTTP, where there is no client: nothing of a thing is known then. */
  clientId: string | undefined;
  certificateId: string;
  /** Things to which the certificate is attached. */
  attachedThings: readonly string[];
  /** Of the thing that has the client id as its name, where there is one. */
  thing?: { readonly type?: string | undefined; readonly attributes: Readonly<Record<string, string>> } | undefined;
  connectAttributes?: readonly ConnectAttribute[] | undefined;
  /** What stands in its certificate, where that was read. */
  certificate?: CertificateFields | undefined;
  /** Where it comes from, and the name that it asked for (SNI). */
  source?: { readonly ip: string; readonly domain?: string | undefined } | undefined;
}

/**
 * The variables and condition keys of AWS IoT policies. The thing is known only where the client id equals the name of
 * a thing to which the certificate is attached.
 * Source: AWS IoT developer guide, "basic-policy-variables", "thing-policy-variables", "cert-policy-variables".
 */
export function iotContext({
  clientId,
  certificateId,
  attachedThings,
  thing,
  connectAttributes,
  certificate,
  source,
}: IotConnection): PolicyContext {
  return {
    'iot:CertificateId': certificateId,
    'iot:ConnectAttributes': connectAttributes,
    ...(certificate && certificateContext(certificate)),
    ...(source && { 'aws:SourceIp': source.ip, 'iot:DomainName': source.domain }),
    ...(clientId !== undefined && aboutClient(clientId, { attachedThings, thing })),
  };
}

function aboutClient(
  clientId: string,
  { attachedThings, thing }: Pick<IotConnection, 'attachedThings' | 'thing'>,
): PolicyContext {
  const attached = attachedThings.includes(clientId);
  return {
    'iot:ClientId': clientId,
    'iot:Connection.Thing.IsAttached': String(attached),
    ...(attached ? { 'iot:Connection.Thing.ThingName': clientId, ...aboutThing(thing) } : {}),
  };
}

function aboutThing(thing: IotConnection['thing']): PolicyContext {
  const attributes = Object.entries(thing?.attributes ?? {});
  return {
    'iot:Connection.Thing.ThingTypeName': thing?.type,
    ...Object.fromEntries(attributes.map(([name, value]) => [`iot:Connection.Thing.Attributes[${name}]`, value])),
  };
}
