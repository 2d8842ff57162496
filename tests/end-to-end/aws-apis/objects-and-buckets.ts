import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  RenameObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { signedFetch } from '../../signed-fetch';
import { type Caller, refusal } from './caller';

/** Tests supported and unsupported S3 operations. */
export function describeObjectsAndBuckets(caller: () => Caller): void {
  const s3 = () => new S3Client({ ...caller().signer, forcePathStyle: true });
  const Bucket = 'archive';
  const put = (Key: string, Body: string) => s3().send(new PutObjectCommand({ Bucket, Key, Body }));
  const textOf = async (Key: string) => {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };
  const keys = async (Prefix: string) => {
    const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key }) => Key);
  };

  describe('S3', () => {
    const call = (method: string, path: string, body?: string) =>
      signedFetch(caller().signer, { service: 's3', method, path, ...(body === undefined ? {} : { body }) });

    test('stores an object under a name with spaces and non-ASCII letters', async () => {
      const path = '/archive/2026/%E7%81%AF%20one.json';
      expect(await call('PUT', path, '{"power": true}')).toMatchObject({ status: 200 });
      expect(await call('GET', path)).toMatchObject({ status: 200, text: '{"power": true}' });
      expect((await call('GET', '/archive')).text).toContain('<Key>2026/灯 one.json</Key>');
    });

    test('rejects requests for a missing object and a missing bucket', async () => {
      expect((await call('GET', '/archive/nothing')).text).toContain('<Code>NoSuchKey</Code>');
      expect((await call('GET', '/nothing/a')).text).toContain('<Code>NoSuchBucket</Code>');
    });

    test('stores an empty object, with the default media type', async () => {
      expect(await call('PUT', '/archive/empty', '')).toMatchObject({ status: 200 });
      const head = await s3().send(new HeadObjectCommand({ Bucket, Key: 'empty' }));
      expect(head).toMatchObject({ ContentLength: 0, ContentType: 'binary/octet-stream' });
      expect(await textOf('empty')).toBe('');
    });

    test('returns the headers that describe an object, including a copy and an object uploaded in parts', async () => {
      const described = {
        ContentEncoding: 'gzip',
        CacheControl: 'no-cache',
        ContentDisposition: 'attachment; filename="a.gz"',
        ContentLanguage: 'ja',
      };
      const Key = 'described';
      await s3().send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...described }));
      const head = async (named: string) => s3().send(new HeadObjectCommand({ Bucket, Key: named }));
      expect(await head(Key)).toMatchObject({ ...described, Metadata: {} });
      await s3().send(new CopyObjectCommand({ Bucket, Key: 'copied', CopySource: `${Bucket}/${Key}` }));
      expect(await head('copied')).toMatchObject(described);
      const parts = { Bucket, Key: 'in-parts' };
      const { UploadId } = await s3().send(new CreateMultipartUploadCommand({ ...parts, ContentEncoding: 'br' }));
      const { ETag } = await s3().send(new UploadPartCommand({ ...parts, UploadId, PartNumber: 1, Body: 'x' }));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      await s3().send(new CompleteMultipartUploadCommand({ ...parts, UploadId, MultipartUpload }));
      expect(await head(parts.Key)).toMatchObject({ ContentEncoding: 'br' });
    });

    test('stores an object through a presigned URL, and returns it through another presigned URL', async () => {
      const Key = 'by url/灯+1.json';
      const type = { ContentType: 'application/json' };
      const put = await getSignedUrl(s3(), new PutObjectCommand({ Bucket, Key, ...type }), { expiresIn: 60 });
      const body = '{"power":true}';
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(put, { method: 'PUT', body, headers })).status).toBe(200);
      const get = await getSignedUrl(s3(), new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
      const answer = await fetch(get);
      expect(await answer.text()).toBe(body);
      expect(answer.headers.get('content-type')).toBe('application/json');
    });

    test('rejects a presigned URL that is expired, or was signed for another object or method', async () => {
      const url = await getSignedUrl(s3(), new GetObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 60 });
      const codeOf = async (url: string, method = 'GET') =>
        /<Code>(.*)<\/Code>/.exec(await (await fetch(url, { method })).text())?.[1];
      expect(await codeOf(url.replace('/a?', '/b?'))).toBe('SignatureDoesNotMatch');
      expect(await codeOf(url, 'DELETE')).toBe('SignatureDoesNotMatch');
      const late = await getSignedUrl(s3(), new GetObjectCommand({ Bucket, Key: 'a' }), {
        expiresIn: 60,
        signingDate: new Date(Date.now() - 120_000),
      });
      expect(await codeOf(late)).toBe('AccessDenied');
    });

    test.each(['application/x-www-form-urlencoded', 'application/x-amz-json-1.0', 'no type'])(
      'keeps the content and the type of an object of type %s',
      async (ContentType) => {
        await s3().send(new PutObjectCommand({ Bucket, Key: 'typed', Body: 'a=1&b=2', ContentType }));
        expect(await textOf('typed')).toBe('a=1&b=2');
        const head = await s3().send(new HeadObjectCommand({ Bucket, Key: 'typed' }));
        expect(head.ContentType).toBe(ContentType);
      },
    );

    test('returns the length of an object for HEAD', async () => {
      await put('measured', 'lit');
      const { ContentLength } = await s3().send(new HeadObjectCommand({ Bucket, Key: 'measured' }));
      expect(ContentLength).toBe(3);
    });

    test('rejects a URL that was presigned with Signature Version 2, with an error that mentions Signature Version 4', async () => {
      const { endpoint } = caller().signer;
      const url = `${endpoint}/${Bucket}/a?AWSAccessKeyId=AKIA&Signature=abc%3D&Expires=4102444800`;
      expect(await (await fetch(url)).text()).toContain(
        '<Code>InvalidRequest</Code><Message>The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      );
    });

    test('stores a key of 1,024 bytes, and rejects a longer key', async () => {
      await put(`${'灯'.repeat(341)}a`, 'lit');
      const tooLong = await refusal(put('灯'.repeat(342), 'lit'));
      expect(tooLong).toMatchObject({ name: 'KeyTooLongError', status: 400 });
    });

    test('copies an object, and deletes several objects in one call', async () => {
      await put('many/a', 'lit');
      await s3().send(new CopyObjectCommand({ Bucket, Key: 'many/b & c', CopySource: `${Bucket}/many/a` }));
      expect(await textOf('many/b & c')).toBe('lit');
      const Objects = [{ Key: 'many/a' }, { Key: 'many/b & c' }];
      await s3().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(await keys('many/')).toEqual([]);
    });

    test('assembles a multipart upload, and discards an aborted upload', async () => {
      const [Key, PartNumber] = ['whole', 1];
      const begin = async () => (await s3().send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId;
      const aborted = await begin();
      await s3().send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: aborted }));
      const UploadId = await begin();
      const { ETag } = await s3().send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: 'part' }));
      const MultipartUpload = { Parts: [{ PartNumber, ETag }] };
      await s3().send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
      expect(await textOf(Key)).toBe('part');
    });
  });

  describe('an unsupported S3 operation is rejected, and changes no object:', () => {
    const Key = 'protected';
    const of = { Bucket, Key };
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
    test.each([
      ['PutObjectTagging', () => s3().send(new PutObjectTaggingCommand({ ...of, Tagging }))],
      ['DeleteObjectTagging', () => s3().send(new DeleteObjectTaggingCommand(of))],
      ['PutObjectAcl', () => s3().send(new PutObjectAclCommand({ ...of, ACL: 'private' }))],
      ['RenameObject', () => s3().send(new RenameObjectCommand({ ...of, RenameSource: `${Bucket}/other` }))],
      ['PutBucketPolicy', () => s3().send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }))],
      ['GetBucketPolicy', () => s3().send(new GetBucketPolicyCommand({ Bucket }))],
      [
        'PutBucketVersioning',
        () => s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
      ],
      [
        'PutBucketNotificationConfiguration',
        () => s3().send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
      ],
      [
        'PutBucketLifecycleConfiguration',
        () => s3().send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [] } })),
      ],
      ['ListMultipartUploads', () => s3().send(new ListMultipartUploadsCommand({ Bucket }))],
      [
        'UploadPartCopy',
        () =>
          s3().send(new UploadPartCopyCommand({ ...of, PartNumber: 1, UploadId: 'u', CopySource: `${Bucket}/other` })),
      ],
      ['GetObject with versionId', () => s3().send(new GetObjectCommand({ ...of, VersionId: 'v1' }))],
      [
        'PutObject with if-none-match',
        () => s3().send(new PutObjectCommand({ ...of, Body: 'overwritten', IfNoneMatch: '*' })),
      ],
    ])('%s', async (name, call) => {
      await put(Key, 'as it was');
      const error = await refusal(call());
      expect(error).toMatchObject({ name: 'NotImplemented', status: 501 });
      expect(error.message).toContain(`s3.${name} is not supported locally`);
      expect(await textOf(Key)).toBe('as it was');
    });
  });
}
