import type { PolicyContext } from './variables';

/** A device's connection, as far as its policies may ask about it. */
export interface IotConnection {
  clientId: string;
  certificateId: string;
  /** Things to which the certificate is attached. */
  attachedThings: readonly string[];
  /** Of the thing that has the client id as its name, where there is one. */
  thing?: { readonly type?: string | undefined; readonly attributes: Readonly<Record<string, string>> } | undefined;
}

/**
 * The variables and condition keys of AWS IoT policies. The thing is known only where the client id equals the name of
 * a thing to which the certificate is attached.
 * Source: AWS IoT developer guide, "thing-policy-variables", "cert-policy-variables".
 */
export function iotContext({ clientId, certificateId, attachedThings, thing }: IotConnection): PolicyContext {
  const attached = attachedThings.includes(clientId);
  return {
    'iot:ClientId': clientId,
    'iot:CertificateId': certificateId,
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
