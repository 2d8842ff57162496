import { z } from 'zod';
import { json } from '../../gateway/json-api';
import { AwsError } from '../../gateway/request';
import { validationMessage } from '../../gateway/validation-message';
import type { PlatformServices } from '../../services';
import type { Certificate, Thing } from '../registry/thing-registry';

/** Services on which AWS IoT's control plane depends. */
export type ControlParts = Pick<
  PlatformServices,
  'registry' | 'fleetIndex' | 'audit' | 'authorizer' | 'authority' | 'broker' | 'bus' | 'place'
>;

export const jsonResponse = (value: object = {}) => json(value, 200, 'application/json');
export const notFound = (what: string) => new AwsError('ResourceNotFoundException', `${what} not found`, 404);

/** Schema for a Boolean query parameter. */
export const Flag = z.enum(['true', 'false']).default('false');

/** Parses a request's input. Throws an AwsError InvalidRequestException if the input is invalid. */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new AwsError('InvalidRequestException', validationMessage(result.error, input));
}

/**
 * Returns functions that look up objects in the registry, and throw if an object does not exist.
 * @throws AwsError ResourceNotFoundException if the object does not exist
 */
export function finders({ registry }: ControlParts) {
  return {
    thing(name: string): Thing {
      const found = registry.thing(name);
      if (found === undefined) throw notFound(`Thing ${name}`);
      return found;
    },
    certificate(id: string): Certificate {
      const found = registry.certificate(id);
      if (found === undefined) throw notFound(`Certificate ${id}`);
      return found;
    },
  };
}
