import { ApiGatewayMethod } from '@cdktf/provider-aws/lib/api-gateway-method';
import { ApiGatewayResource } from '@cdktf/provider-aws/lib/api-gateway-resource';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { App, TerraformStack } from 'cdktf';
import { findingsOf, linesOf } from './error-lines.fixture';
import { expectNoPublicAccess } from './public-access';

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

const findingsIn = (resource: Resources, variable: object = { input: {} }) =>
  findingsOf(() => expectNoPublicAccess({ resource, variable }));

const blocked = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

describe('expectNoPublicAccess', () => {
  describe('buckets', () => {
    test.each([
      ['by reference', { bucket: '${aws_s3_bucket.files.id}', ...blocked }],
      ['by name', { bucket: 'files', ...blocked }],
      ['as texts', { bucket: '${aws_s3_bucket.files.bucket}', ...blocked, block_public_acls: 'true' }],
    ])('accepts a complete public access block %s', (_, block) => {
      const resource = { aws_s3_bucket: { files: { bucket: 'files' } }, aws_s3_bucket_public_access_block: { block } };
      expect(findingsIn(resource)).toEqual([]);
    });

    test('accepts a public access block for the account', () => {
      const account = { aws_s3_account_public_access_block: { all: blocked } };
      expect(findingsIn({ aws_s3_bucket: { files: {} }, ...account })).toEqual([]);
    });

    test('reports a missing or incomplete public access block, and a block for another bucket', () => {
      const resource = {
        aws_s3_bucket: { files: {}, images: {} },
        aws_s3_bucket_public_access_block: {
          images: { ...blocked, bucket: '${aws_s3_bucket.images.id}', ignore_public_acls: '${var.input}' },
        },
      };
      expect(findingsIn(resource)).toEqual([
        'aws_s3_bucket.files: has no public access block',
        'aws_s3_bucket.images: its public access block aws_s3_bucket_public_access_block.images does not set ignore_public_acls',
      ]);
    });

    test.each([
      [
        { aws_s3_bucket_acl: { files: { acl: 'public-read' } } },
        'its ACL allows users outside this account to read the bucket',
      ],
      [{ aws_s3_bucket_acl: { files: { acl: '${var.input}' } } }, 'acl is known only after apply'],
      [
        {
          aws_s3_bucket_acl: {
            files: {
              access_control_policy: {
                grant: [{ grantee: { uri: 'http://acs.amazonaws.com/groups/global/AllUsers' }, permission: 'READ' }],
              },
            },
          },
        },
        'grants access to a group that includes users outside this account',
      ],
    ])('reports %j', (resource, problem) => {
      expect(findingsIn(resource)).toEqual([`aws_s3_bucket_acl.files: ${problem}`]);
    });
  });

  describe('APIs', () => {
    test('reports methods and routes without an authorizer', () => {
      const resource = {
        aws_api_gateway_rest_api: { inner: { endpoint_configuration: { types: ['PRIVATE'] } }, shop: { name: 'shop' } },
        aws_api_gateway_method: {
          open: { authorization: 'NONE', http_method: 'GET', rest_api_id: '${aws_api_gateway_rest_api.shop.id}' },
          preflight: { authorization: 'NONE', http_method: 'OPTIONS' },
          private: { authorization: 'NONE', http_method: 'GET', rest_api_id: '${aws_api_gateway_rest_api.inner.id}' },
          signed: { authorization: 'AWS_IAM', http_method: 'GET' },
        },
        aws_apigatewayv2_api: {
          http: { name: 'http', protocol_type: 'HTTP', target: '${aws_lambda_function.f.arn}' },
          live: { name: 'live', protocol_type: 'WEBSOCKET' },
        },
        aws_apigatewayv2_route: {
          connect: { api_id: '${aws_apigatewayv2_api.live.id}', route_key: '$connect' },
          default: { api_id: '${aws_apigatewayv2_api.live.id}', route_key: '$default', authorization_type: 'NONE' },
          health: { api_id: '${aws_apigatewayv2_api.http.id}', route_key: 'GET /health' },
          orders: { api_id: '${aws_apigatewayv2_api.http.id}', route_key: '$default', authorization_type: 'JWT' },
        },
      };
      const accepts = { 'aws_apigatewayv2_route.health': 'Load balancers call it without credentials.' };
      expect(findingsOf(() => expectNoPublicAccess({ resource }, { accepts }))).toEqual([
        'aws_api_gateway_method.open: can be called without authentication',
        'aws_apigatewayv2_route.connect: can be called without authentication',
        'aws_apigatewayv2_api.http: its route $default can be called without authentication',
      ]);
    });

    test('reports operations without an authorizer in an OpenAPI document', () => {
      const body = {
        openapi: '3.0.1',
        paths: {
          '/orders': { get: { security: [{ person: ['orders'] }] }, options: {}, post: { security: [{ app: [] }] } },
          '/health': { get: {}, 'x-amazon-apigateway-any-method': { security: [] } },
          '/signed': { get: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } },
          '/either': { get: { security: [{ person: [] }, {}] } },
        },
        components: {
          securitySchemes: {
            person: { type: 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools' } },
            app: { type: 'apiKey', name: 'x-api-key', in: 'header' },
          },
        },
      };
      expect(findingsIn({ aws_api_gateway_rest_api: { shop: { body: JSON.stringify(body) } } })).toEqual([
        'aws_api_gateway_rest_api.shop: POST /orders can be called without authentication',
        'aws_api_gateway_rest_api.shop: GET /health can be called without authentication',
        'aws_api_gateway_rest_api.shop: ANY /health can be called without authentication',
        'aws_api_gateway_rest_api.shop: GET /either can be called without authentication',
      ]);
    });

    test('reports an OpenAPI document that cannot be read', () => {
      expect(findingsIn({ aws_api_gateway_rest_api: { shop: { body: '${file("openapi.json")}' } } })).toEqual([
        'aws_api_gateway_rest_api.shop: body cannot be read',
      ]);
    });
  });

  describe('networks', () => {
    test.each([['0.0.0.0/0'], ['128.0.0.0/1'], ['::/0']])('reports ingress from %s', (cidr) => {
      const rule = cidr.includes(':') ? { ipv6_cidr_blocks: [cidr] } : { cidr_blocks: ['10.0.0.0/8', cidr] };
      const resource = {
        aws_security_group: { web: { ingress: [rule], egress: [{ cidr_blocks: ['0.0.0.0/0'] }] } },
        aws_security_group_rule: { web: { type: 'ingress', ...rule }, out: { type: 'egress', ...rule } },
        aws_vpc_security_group_ingress_rule: { web: { cidr_ipv4: cidr } },
      };
      const problem = `accepts connections from ${cidr}`;
      expect(findingsIn(resource)).toEqual([
        `aws_security_group.web: ${problem}`,
        `aws_security_group_rule.web: ${problem}`,
        `aws_vpc_security_group_ingress_rule.web: ${problem}`,
      ]);
    });

    test('reports ingress from an unknown input, including in dynamic blocks', () => {
      const resource = {
        aws_security_group: {
          web: { ingress: '${var.input}' },
          app: { dynamic: { ingress: { for_each: [1], content: { cidr_blocks: ['0.0.0.0/0'] } } } },
          vpc: { ingress: { cidr_blocks: ['${aws_vpc.main.cidr_block}'] } },
        },
      };
      expect(findingsIn(resource)).toEqual([
        'aws_security_group.web: accepts connections from known-after-apply/var.input, which may be 0.0.0.0/0',
        'aws_security_group.app: accepts connections from 0.0.0.0/0',
      ]);
    });

    test('reports databases that are reachable from the internet', () => {
      const resource = {
        aws_db_instance: {
          open: { publicly_accessible: true },
          closed: {},
          unknown: { publicly_accessible: '${var.input}' },
        },
        aws_redshift_cluster: { open: {}, closed: { publicly_accessible: false } },
      };
      expect(findingsIn(resource)).toEqual([
        'aws_db_instance.open: is reachable from the internet',
        'aws_db_instance.unknown: publicly_accessible is known only after apply',
        expect.stringMatching(/^aws_redshift_cluster.open: is reachable from the internet/),
      ]);
    });

    test('uses the default of a variable', () => {
      const resource = { aws_db_instance: { shop: { publicly_accessible: '${var.open}' } } };
      expect(findingsIn(resource, { open: { default: false } })).toEqual([]);
      expect(findingsIn(resource, { open: { default: true } })).toHaveLength(1);
    });
  });

  test('reports stale acceptances', () => {
    const accepts = { 'aws_apigatewayv2_route.health': 'Load balancers call it without credentials.' };
    expect(linesOf(() => expectNoPublicAccess({}, { accepts }))).toEqual([
      "accepts['aws_apigatewayv2_route.health']: is not needed; remove it",
    ]);
  });

  test('reads a CDKTF stack', () => {
    const stack = new TerraformStack(new App(), 'shop');
    const bucket = new S3Bucket(stack, 'files', { bucket: 'files' });
    new S3BucketPublicAccessBlock(stack, 'block', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const api = new ApiGatewayRestApi(stack, 'api', { name: 'shop' });
    const orders = new ApiGatewayResource(stack, 'orders', {
      restApiId: api.id,
      parentId: api.rootResourceId,
      pathPart: 'orders',
    });
    new ApiGatewayMethod(stack, 'get', {
      restApiId: api.id,
      resourceId: orders.id,
      httpMethod: 'GET',
      authorization: 'NONE',
    });
    expect(findingsOf(() => expectNoPublicAccess(stack))).toEqual([
      'aws_api_gateway_method.get: can be called without authentication',
    ]);
  });
});
