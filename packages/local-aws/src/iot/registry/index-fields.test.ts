import { fieldNamed, managedFields } from './index-fields';

const fields = managedFields({ things: 'REGISTRY', connectivity: false, violations: true, namedShadows: ['config'] });

describe('fieldNamed', () => {
  test.each([
    ['thingName', 'String'],
    ['shadow.name.config.hasDelta', 'Boolean'],
    ['shadow.name.config.version', 'Number'],
    ['deviceDefender.ours.few-messages.inViolation', 'Boolean'],
  ])('finds the managed field %s', (name, type) => expect(fieldNamed(fields, name)?.type).toBe(type));

  test.each(['shadow.name.config', 'shadow.name.config.version.x', 'shadow.version', 'connectivity.connected'])(
    'does not find %s',
    (name) => expect(fieldNamed(fields, name)).toBeUndefined(),
  );
});
