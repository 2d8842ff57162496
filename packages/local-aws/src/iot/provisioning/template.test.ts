import { parseTemplate } from './template';

const certificate = {
  Type: 'AWS::IoT::Certificate',
  Properties: { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' }, Status: 'Active' },
};
const template = (thing: object, more: object = {}) =>
  parseTemplate(
    JSON.stringify({
      Parameters: {
        SerialNumber: { Type: 'String' },
        Location: { Type: 'String', Default: 'WA' },
        'AWS::IoT::Certificate::Id': { Type: 'String' },
      },
      Resources: {
        thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'SerialNumber' }, ...thing } },
        certificate,
      },
      ...more,
    }),
  );
const given = { SerialNumber: 'A1', 'AWS::IoT::Certificate::Id': 'abc' };
/** What an attribute becomes. */
const evaluated = (value: unknown, more: object = {}, parameters: object = {}) =>
  template({ AttributePayload: { value } }, more).evaluate({ ...given, ...parameters }).thing?.attributes['value'];

describe('a provisioning template', () => {
  test('makes a thing, a certificate, policies and the configuration of a device', () => {
    const made = template(
      { ThingTypeName: 'light', ThingGroups: ['lights', { Ref: 'Location' }], AttributePayload: { version: 'v1' } },
      { DeviceConfiguration: { url: { 'Fn::Join': ['', ['https://', { Ref: 'Location' }]] } } },
    ).evaluate(given);
    expect(made).toEqual({
      thing: {
        name: 'A1',
        type: 'light',
        groups: ['lights', 'WA'],
        attributes: { version: 'v1' },
        overrides: { attributes: 'DO_NOTHING', type: 'DO_NOTHING', groups: 'DO_NOTHING' },
      },
      certificate: { id: 'abc', status: 'ACTIVE' },
      policies: [],
      deviceConfiguration: { url: 'https://WA' },
    });
  });

  test.each([
    ['the value of a parameter', { Ref: 'SerialNumber' }, 'A1'],
    ['its default', { Ref: 'Location' }, 'WA'],
    ['Fn::Join', { 'Fn::Join': ['_', ['a', { Ref: 'SerialNumber' }]] }, 'a_A1'],
    ['Fn::Sub', { 'Fn::Sub': '${SerialNumber}@${Location}' }, 'A1@WA'],
    ['Fn::Sub with values of its own', { 'Fn::Sub': ['${x}-${Location}', { x: { Ref: 'SerialNumber' } }] }, 'A1-WA'],
    ['Fn::Select and Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
  ])('evaluates %s', (_what, value, expected) => expect(evaluated(value)).toBe(expected));

  test('what Fn::Sub shall leave alone is left alone', () => {
    const policy = { Type: 'AWS::IoT::Policy', Properties: { PolicyName: { 'Fn::Sub': '${!SerialNumber}' } } };
    expect(template({}, { Resources: { policy } }).evaluate(given).policies).toEqual([{ name: '${SerialNumber}' }]);
  });

  test('finds values in its mappings', () => {
    const find = { 'Fn::FindInMap': ['Places', { Ref: 'Location' }, 'city'] };
    const Mappings = { Places: { WA: { city: 'Seattle' } } };
    expect(evaluated(find, { Mappings })).toBe('Seattle');
    expect(() => evaluated(find, { Mappings }, { Location: 'OR' })).toThrow('finds nothing at Places.OR.city');
    expect(() => evaluated(find, { Mappings }, { Location: 'constructor' })).toThrow('finds nothing');
  });

  test('an attribute without a value is one that is not there', () => {
    expect(evaluated('')).toBeUndefined();
  });

  test('takes a policy by its document, as text or as JSON', () => {
    const document = { Version: '2012-10-17', Statement: [] };
    const policies = [document, JSON.stringify(document)].map((PolicyDocument) => ({
      Type: 'AWS::IoT::Policy',
      Properties: { PolicyDocument },
    }));
    const made = template({}, { Resources: Object.fromEntries(policies.entries()) }).evaluate(given);
    expect(made.policies).toEqual([{ document: JSON.stringify(document) }, { document: JSON.stringify(document) }]);
  });

  test.each([
    [{ AttributePayload: { a: { Ref: 'Unknown' } } }, 'Parameter Unknown must have a value provided.'],
    [{ ThingName: 'not a name' }, 'thing.ThingName: is no name of a thing'],
    [{ AttributePayload: { a: 'ü' } }, 'thing.AttributePayload.a: is no value of an attribute'],
    [{ AttributePayload: { a: { 'Fn::Join': '' } } }, 'Fn::Join takes 2 arguments in a list'],
    [{ AttributePayload: { a: { 'Fn::Select': [3, ['x']] } } }, 'Fn::Select selects nothing'],
    [{ AttributePayload: { a: { 'Fn::Select': ['x', ['x']] } } }, 'the argument of Fn::Select is none that it takes'],
    [
      { AttributePayload: { a: '1', b: '2', c: '3', d: '4' } },
      'thing.AttributePayload: 4 attributes, AWS IoT takes 3, and 50 of a thing with a type',
    ],
    [{ BillingGroup: 'all' }, 'thing: Unrecognized key: "BillingGroup"'],
  ])('%j is refused, and why is said', (thing, message) => {
    expect(() => template(thing).evaluate(given)).toThrow(message);
  });

  test('a policy has a name or a document', () => {
    const policy = { Type: 'AWS::IoT::Policy', Properties: {} };
    const made = template({}, { Resources: { policy } });
    expect(() => made.evaluate(given)).toThrow('PolicyName or PolicyDocument, but not both');
  });

  test.each([
    ['{', 'JSON'],
    ['{"Parameters":{},"Resources":{"x":{"Type":"AWS::S3::Bucket"}}}', 'template_body.Resources.x.Type'],
    [' '.repeat(10 * 1024 + 1), 'template_body has 10241 bytes, AWS IoT takes 10240'],
  ])('the body %s is refused when it is declared', (body, message) => {
    expect(() => parseTemplate(body)).toThrow(message);
  });
});
