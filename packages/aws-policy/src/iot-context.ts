import { type CertificateFields, certificateContext } from './certificate-context';
import type { PolicyContext } from './variables';

/** CONNECT attribute to which policies can refer. Source: AWS IoT developer guide, "mqtt", "Using connectAttributes". */
export type ConnectAttribute = 'PersistentConnect' | 'LastWill';

/** Attributes of a device connection to which policies can refer. */
export interface IotConnection {
  /** Client ID; undefined over HTTP, where thing variables are therefore undefined. */
  clientId: string | undefined;
  /** ID of the device's certificate; undefined for a device without a certificate. */
  certificateId: string | undefined;
  /** Things to which the certificate is attached. */
  attachedThings: readonly string[];
  /** Thing to which the certificate is attached exclusively, if any. */
  exclusiveThing?: string | undefined;
  /** The exclusive thing, or otherwise the thing whose name is the client ID; undefined if the thing does not exist. */
  thing?: { readonly type?: string | undefined; readonly attributes: Readonly<Record<string, string>> } | undefined;
  connectAttributes?: readonly ConnectAttribute[] | undefined;
  /** Fields of the device's certificate; undefined if it was not parsed. */
  certificate?: CertificateFields | undefined;
  /** Source address of the device, and the server name that it requested (SNI). */
  source?: { readonly ip: string; readonly domain?: string | undefined } | undefined;
}

/**
 * Returns the variables and condition keys of AWS IoT policies. Thing variables are defined only if the client ID is
 * the name of a thing to which the certificate is attached, or the certificate is attached to a thing exclusively.
 * Source: AWS IoT developer guide, "basic-policy-variables", "thing-policy-variables", "exclusive-thing",
 * "cert-policy-variables".
 */
export function iotContext({
  clientId,
  certificateId,
  attachedThings,
  exclusiveThing,
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
    ...(clientId !== undefined && aboutClient(clientId, { attachedThings, exclusiveThing, thing })),
  };
}

function aboutClient(
  clientId: string,
  { attachedThings, exclusiveThing, thing }: Pick<IotConnection, 'attachedThings' | 'exclusiveThing' | 'thing'>,
): PolicyContext {
  const name = exclusiveThing ?? (attachedThings.includes(clientId) ? clientId : undefined);
  return {
    'iot:ClientId': clientId,
    'iot:Connection.Thing.IsAttached': String(name !== undefined),
    ...(name === undefined ? {} : { 'iot:Connection.Thing.ThingName': name, ...aboutThing(thing) }),
  };
}

function aboutThing(thing: IotConnection['thing']): PolicyContext {
  const attributes = Object.entries(thing?.attributes ?? {});
  return {
    'iot:Connection.Thing.ThingTypeName': thing?.type,
    ...Object.fromEntries(attributes.map(([name, value]) => [`iot:Connection.Thing.Attributes[${name}]`, value])),
  };
}
