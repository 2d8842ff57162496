import { parseTemplate } from './template-body';

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
const deviceParameters = { SerialNumber: 'A1', 'AWS::IoT::Certificate::Id': 'abc' };
/** Evaluates a template and returns the value of an attribute. */
const evaluateAttribute = (value: unknown, more: object = {}, parameters: object = {}) =>
  template({ AttributePayload: { value } }, more).evaluate({ ...deviceParameters, ...parameters }).thing?.attributes[
    'value'
  ];

describe('a provisioning template', () => {
  test('creates a thing, a certificate, policies and the configuration of a device', () => {
    const provisioned = template(
      { ThingTypeName: 'light', ThingGroups: ['lights', { Ref: 'Location' }], AttributePayload: { version: 'v1' } },
      { DeviceConfiguration: { url: { 'Fn::Join': ['', ['https://', { Ref: 'Location' }]] } } },
    ).evaluate(deviceParameters);
    expect(provisioned).toEqual({
      thing: {
        name: 'A1',
        type: 'light',
        groups: ['lights', 'WA'],
        attributes: { version: 'v1' },
        overrides: { attributes: 'DO_NOTHING', type: 'DO_NOTHING', groups: 'DO_NOTHING' },
      },
      certificate: { source: { id: 'abc' }, status: 'ACTIVE', isExclusive: false },
      policies: [],
      logicalNames: { thing: 'thing', certificate: 'certificate', policies: [] },
      deviceConfiguration: { url: 'https://WA' },
    });
  });

  test.each([
    ['the value of a parameter', { Ref: 'SerialNumber' }, 'A1'],
    ['the default of a parameter', { Ref: 'Location' }, 'WA'],
    ['Fn::Join', { 'Fn::Join': ['_', ['a', { Ref: 'SerialNumber' }]] }, 'a_A1'],
    ['Fn::Sub', { 'Fn::Sub': '${SerialNumber}@${Location}' }, 'A1@WA'],
    ['Fn::Sub with local variables', { 'Fn::Sub': ['${x}-${Location}', { x: { Ref: 'SerialNumber' } }] }, 'A1-WA'],
    ['Fn::Select and Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
  ])('evaluates %s', (_what, value, expected) => expect(evaluateAttribute(value)).toBe(expected));

  test('Fn::Sub does not replace escaped placeholders', () => {
    const policy = { Type: 'AWS::IoT::Policy', Properties: { PolicyName: { 'Fn::Sub': '${!SerialNumber}' } } };
    expect(template({}, { Resources: { policy } }).evaluate(deviceParameters).policies).toEqual([
      { name: '${SerialNumber}' },
    ]);
  });

  test("finds values in the template's mappings", () => {
    const find = { 'Fn::FindInMap': ['Places', { Ref: 'Location' }, 'city'] };
    const Mappings = { Places: { WA: { city: 'Seattle' } } };
    expect(evaluateAttribute(find, { Mappings })).toBe('Seattle');
    expect(() => evaluateAttribute(find, { Mappings }, { Location: 'OR' })).toThrow('no value at Places.OR.city');
    expect(() => evaluateAttribute(find, { Mappings }, { Location: 'constructor' })).toThrow('no value at');
  });

  test('omits an attribute with an empty value', () => {
    expect(evaluateAttribute('')).toBeUndefined();
  });

  test('accepts a policy document as a string or as JSON', () => {
    const document = { Version: '2012-10-17', Statement: [] };
    const policies = [document, JSON.stringify(document)].map((PolicyDocument) => ({
      Type: 'AWS::IoT::Policy',
      Properties: { PolicyDocument },
    }));
    const provisioned = template({}, { Resources: Object.fromEntries(policies.entries()) }).evaluate(deviceParameters);
    expect(provisioned.policies).toEqual([
      { document: JSON.stringify(document) },
      { document: JSON.stringify(document) },
    ]);
  });

  test.each([
    [{ AttributePayload: { a: { Ref: 'Unknown' } } }, 'Parameter Unknown must have a value provided.'],
    [{ ThingName: 'not a name' }, 'thing.ThingName: invalid thing name'],
    [{ AttributePayload: { a: 'ü' } }, 'thing.AttributePayload.a: invalid attribute value'],
    [{ AttributePayload: { a: { 'Fn::Join': '' } } }, 'Fn::Join requires a list of 2 arguments'],
    [{ AttributePayload: { a: { 'Fn::Select': [3, ['x']] } } }, 'Fn::Select: no element at this index'],
    [{ AttributePayload: { a: { 'Fn::Select': ['x', ['x']] } } }, 'invalid argument to Fn::Select'],
    [
      { AttributePayload: { a: '1', b: '2', c: '3', d: '4' } },
      'thing.AttributePayload: 4 attributes; at most 3 are allowed, or 50 for a thing with a type',
    ],
    [{ PackageVersions: 'a' }, 'thing: Unrecognized key: "PackageVersions"'],
  ])('rejects %j with an error that describes the fault', (thing, message) => {
    expect(() => template(thing).evaluate(deviceParameters)).toThrow(message);
  });

  test.each([
    ['no certificate', {}],
    ['two certificates', { CertificateId: 'abc', CertificateSigningRequest: 'csr' }],
  ])('rejects a certificate resource with %s', (_, Properties) => {
    const own = { Type: 'AWS::IoT::Certificate', Properties };
    expect(() => template({}, { Resources: { own } }).evaluate(deviceParameters)).toThrow('own: exactly one of');
  });

  test('rejects a policy document with more than 2,048 characters', () => {
    const policy = { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: { Id: 'x'.repeat(2048) } } };
    expect(() => template({}, { Resources: { policy } }).evaluate(deviceParameters)).toThrow(
      'policy.PolicyDocument: the policy exceeds 2048 characters',
    );
  });

  test('rejects a policy without a name or a document', () => {
    const policy = { Type: 'AWS::IoT::Policy', Properties: {} };
    const provisioned = template({}, { Resources: { policy } });
    expect(() => provisioned.evaluate(deviceParameters)).toThrow('PolicyName or PolicyDocument, but not both');
  });

  test.each([
    ['{', 'JSON'],
    ['{"Parameters":{},"Resources":{"x":{"Type":"AWS::S3::Bucket"}}}', 'template_body.Resources.x.Type'],
    [' '.repeat(10 * 1024 + 1), 'template_body has 10241 bytes; at most 10240 are allowed'],
  ])('rejects the body %s when the template is declared', (body, message) => {
    expect(() => parseTemplate(body)).toThrow(message);
  });
});
