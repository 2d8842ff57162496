import { deviceOf } from '../iot/broker/connection';
import type { PlatformServices } from '../services';

type Parts = Pick<PlatformServices, 'authorizer' | 'place' | 'registry'>;

/** Returns whether the policies of a thing's certificate allow updates of the thing's shadow. */
export function mayUpdateShadow(thing: string, { authorizer, place, registry }: Parts): boolean {
  const source = { ip: '127.0.0.1', port: 0, domain: undefined };
  const named = { clientId: thing, connectAttributes: [] };
  const resource = `arn:aws:iot:${place.region}:${place.account}:topic/$aws/things/${thing}/shadow/update`;
  return registry.certificatesOf(thing).some((id) => {
    const certificate = registry.certificate(id);
    if (certificate === undefined) return false;
    const principal = deviceOf(certificate, { source, named }, registry);
    return authorizer.authorize({ principal, action: 'iot:Publish', resource }).allowed;
  });
}
