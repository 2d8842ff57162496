import type { ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import { parseWithCoercion } from '../coerce-attributes';
import type { PlatformServices } from '../services';
import { parameterReference } from './parameter-reference';
import { parametersOf } from './parameters';

const Attributes = z.object({ name: z.string(), with_decryption: z.boolean().default(true) });

export const parameterDataSources = {
  aws_ssm_parameter(parts: Pick<PlatformServices, 'clock' | 'place' | 'store'>, attributes: ValueObject): ValueObject {
    const parsed = parseWithCoercion(Attributes, attributes);
    if (!parsed.success) throw new Error('name: must be a string; with_decryption: must be a Boolean');
    const { name, with_decryption: isDecrypted } = parsed.data;
    const parameter = parametersOf(parts).find(parameterReference(name).id);
    if (parameter === undefined)
      throw new Error(
        `name: no parameter ${name} is declared before this data source; refer to the parameter by aws_ssm_parameter.NAME.name`,
      );
    const { arn, type, version } = parameter;
    const isSecure = type === 'SecureString';
    const value = isSecure && !isDecrypted ? parameter.ciphertext : parameter.value;
    return { id: name, arn, name, type, version, value, insecure_value: isSecure ? null : value };
  },
} as const;
