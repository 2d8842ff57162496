import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  type CreateBucketCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
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

    test('rejects a bucket that exists, and a bucket in another region', async () => {
      const create = (input: Partial<CreateBucketCommandInput>) =>
        refusal(s3().send(new CreateBucketCommand({ Bucket, ...input })));
      expect(await create({})).toMatchObject({ name: 'BucketAlreadyOwnedByYou', status: 409 });
      const elsewhere = { CreateBucketConfiguration: { LocationConstraint: 'sa-east-1' } } as const;
      expect(await create(elsewhere)).toMatchObject({ name: 'IllegalLocationConstraintException', status: 400 });
    });

    test('answers 304 to a caller that knows an object', async () => {
      const { ETag } = await put('known', 'x');
      const [known, changed] = [{ IfNoneMatch: ETag }, { IfMatch: '"0"' }];
      const get = (more: object) => s3().send(new GetObjectCommand({ Bucket, Key: 'known', ...more }));
      const readHead = (more: object) => s3().send(new HeadObjectCommand({ Bucket, Key: 'known', ...more }));
      for (const read of [get, readHead]) {
        await expect(read(known)).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
        await expect(read(changed)).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
      }
    });

    test('returns a whole object for an invalid range, and for a longer range at its end', async () => {
      await put('short', '12345');
      const get = async (Range: string) => {
        const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key: 'short', Range }));
        return Body?.transformToString();
      };
      expect([await get('bytes=-2'), await get('bytes=1-2')]).toEqual(['45', '23']);
      for (const range of ['bytes=-5', 'bytes=-9', 'bytes=2-1', 'bytes=-', 'lines=1-2'])
        expect(await get(range)).toBe('12345');
      expect(await refusal(get('bytes=5-'))).toMatchObject({ name: 'InvalidRange', status: 416 });
    });

    test('rejects a deletion of no objects', async () => {
      const nothing = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } });
      expect(await refusal(s3().send(nothing))).toMatchObject({ name: 'MalformedXML', status: 400 });
    });

    test('lists buckets in alphabetical order', async () => {
      for (const name of ['zz-last', 'aa-first']) await s3().send(new CreateBucketCommand({ Bucket: name }));
      const { Buckets = [] } = await s3().send(new ListBucketsCommand({}));
      const names = Buckets.map(({ Name }) => Name);
      expect(names).toEqual(names.toSorted());
      expect(names).toEqual(expect.arrayContaining(['aa-first', 'zz-last']));
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

  describe('S3 checksums', () => {
    const Key = 'checked';
    const head = async (named: string) =>
      s3().send(new HeadObjectCommand({ Bucket, Key: named, ChecksumMode: 'ENABLED' }));
    const begin = async (more: Partial<CreateMultipartUploadCommandInput>) =>
      s3().send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));

    test.each([
      ['a CRC32', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
      ['a CRC32C', { ChecksumCRC32C: 'AAAAAA==' }, 'BadDigest'],
      ['a CRC64NVME', { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }, 'BadDigest'],
      ['a SHA-256', { ChecksumSHA256: `${'A'.repeat(43)}=` }, 'BadDigest'],
      ['an MD5', { ContentMD5: `${'A'.repeat(22)}==` }, 'BadDigest'],
      ['a CRC32 that is too short', { ChecksumCRC32: 'AAAA' }, 'InvalidRequest'],
      ['an MD5 that is too short', { ContentMD5: 'AAAA' }, 'InvalidDigest'],
      ['several checksums', { ChecksumCRC32: 'AAAAAA==', ChecksumCRC32C: 'AAAAAA==' }, 'InvalidRequest'],
    ])('rejects content that does not match %s, and stores nothing', async (_, digest, name) => {
      await put(Key, 'as it was');
      const rejected = await refusal(s3().send(new PutObjectCommand({ Bucket, Key, Body: 'changed', ...digest })));
      expect(rejected).toMatchObject({ name, status: 400 });
      expect(await textOf(Key)).toBe('as it was');
    });

    test('returns the checksum of an object, if requested, also after a copy', async () => {
      const sent = await s3().send(new PutObjectCommand({ Bucket, Key, Body: '123456789', ChecksumAlgorithm: 'SHA1' }));
      const checksum = { ChecksumSHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=', ChecksumType: 'FULL_OBJECT' };
      expect(sent).toMatchObject(checksum);
      expect(await head(Key)).toMatchObject(checksum);
      const copy = { Bucket, Key: 'checked-copy', CopySource: `${Bucket}/${Key}` };
      expect((await s3().send(new CopyObjectCommand(copy))).CopyObjectResult).toMatchObject(checksum);
      expect(await head('checked-copy')).toMatchObject(checksum);
      const other = await s3().send(new CopyObjectCommand({ ...copy, ChecksumAlgorithm: 'CRC32' }));
      expect(other.CopyObjectResult).toMatchObject({ ChecksumCRC32: 'y/Q5Jg==' });
      expect((await head('checked-copy')).ChecksumSHA1).toBeUndefined();
      const unrequested = await s3().send(new HeadObjectCommand({ Bucket, Key }));
      expect(unrequested.ChecksumSHA1).toBeUndefined();
      const range = await s3().send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-1', ChecksumMode: 'ENABLED' }));
      expect(range.ChecksumSHA1).toBeUndefined();
    });

    test('computes a CRC-64/NVME for content that was sent without a checksum', async () => {
      const call = { service: 's3', method: 'PUT', path: `/${Bucket}/${Key}`, body: '123456789' };
      await signedFetch(caller().signer, call);
      expect(await head(Key)).toMatchObject({ ChecksumCRC64NVME: 'rosUhgp5mIg=', ChecksumType: 'FULL_OBJECT' });
    });

    test('returns the checksum of the parts of an upload, each of which must be confirmed', async () => {
      const { UploadId, ChecksumType } = await begin({ ChecksumAlgorithm: 'SHA256' });
      expect(ChecksumType).toBe('COMPOSITE');
      const part = { Bucket, Key, UploadId, PartNumber: 1, Body: 'part' };
      expect(await refusal(s3().send(new UploadPartCommand(part)))).toMatchObject({
        name: 'InvalidRequest',
        message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
      });
      const { ETag, ChecksumSHA256 } = await s3().send(new UploadPartCommand({ ...part, ChecksumAlgorithm: 'SHA256' }));
      const complete = (more: object) => {
        const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ...more }] };
        return s3().send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
      };
      expect(await refusal(complete({}))).toMatchObject({
        name: 'InvalidRequest',
        message: expect.stringContaining('It was missing for part 1 in the request.'),
      });
      expect(await refusal(complete({ ChecksumSHA256: 'AAAA' }))).toMatchObject({ name: 'InvalidPart' });
      const completed = await complete({ ChecksumSHA256 });
      const checksum = { ChecksumSHA256: expect.stringMatching(/=-1$/), ChecksumType: 'COMPOSITE' };
      expect(completed).toMatchObject(checksum);
      expect(await head(Key)).toMatchObject(checksum);
    });

    test('compares the checksum of the whole object, if the upload was created with this type', async () => {
      const { UploadId } = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
      const upload = { Bucket, Key, UploadId };
      const { ETag } = await s3().send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: '123456789' }));
      const complete = (ChecksumCRC32: string) =>
        s3().send(
          new CompleteMultipartUploadCommand({
            ...upload,
            ChecksumCRC32,
            MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
          }),
        );
      expect(await refusal(complete('AAAAAA=='))).toMatchObject({ name: 'BadDigest', status: 400 });
      expect(await complete('y/Q5Jg==')).toMatchObject({ ChecksumCRC32: 'y/Q5Jg==', ChecksumType: 'FULL_OBJECT' });
    });

    test.each([0, 10_001])('rejects the part number %i', async (PartNumber) => {
      const { UploadId } = await begin({});
      const part = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: 'x' });
      expect(await refusal(s3().send(part))).toMatchObject({ name: 'InvalidArgument', status: 400 });
    });

    test('rejects a type that the algorithm does not support, and a list without parts', async () => {
      const created = begin({ ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' });
      expect(await refusal(created)).toMatchObject({
        message: 'The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.',
      });
      const { UploadId } = await begin({});
      const nothing = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [] } });
      expect(await refusal(s3().send(nothing))).toMatchObject({ name: 'MalformedXML', status: 400 });
    });
  });

  describe('S3 conditional writes', () => {
    const Key = 'conditional';
    const write = (more: Partial<PutObjectCommandInput>) =>
      s3().send(new PutObjectCommand({ Bucket, Key, Body: 'changed', ...more }));

    test.each([
      ['If-None-Match, if the object exists', { IfNoneMatch: '*' }, 'PreconditionFailed', 412],
      ['If-None-Match with an ETag', { IfNoneMatch: '"0"' }, 'NotImplemented', 501],
      ['If-Match, if the object has changed', { IfMatch: '"0"' }, 'PreconditionFailed', 412],
      ['If-Match, if the object does not exist', { Key: 'nothing', IfMatch: '"0"' }, 'NoSuchKey', 404],
    ])('rejects a write with %s', async (_, condition, name, status) => {
      await put(Key, 'as it was');
      expect(await refusal(write(condition))).toMatchObject({ name, status });
      expect(await textOf(Key)).toBe('as it was');
    });

    test('replaces an object that has the expected ETag', async () => {
      const { ETag } = await put(Key, 'as it was');
      await write({ IfMatch: ETag });
      expect(await textOf(Key)).toBe('changed');
    });

    test('creates an object only once, even by parallel calls and by an upload in parts', async () => {
      const create = (Body: string) => write({ Key: 'created', Body, IfNoneMatch: '*' });
      const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map(create));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const of = { Bucket, Key: 'created' };
      const { UploadId } = await s3().send(new CreateMultipartUploadCommand(of));
      const { ETag } = await s3().send(new UploadPartCommand({ ...of, UploadId, PartNumber: 1, Body: 'part' }));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const complete = new CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload, IfNoneMatch: '*' });
      expect(await refusal(s3().send(complete))).toMatchObject({ name: 'PreconditionFailed', status: 412 });
    });
  });

  describe('S3 storage classes', () => {
    test('returns the storage class of an object, which a copy does not inherit', async () => {
      const of = { Bucket, Key: 'classes/a & b' };
      await s3().send(new PutObjectCommand({ ...of, Body: 'x', StorageClass: 'STANDARD_IA' }));
      expect((await s3().send(new HeadObjectCommand(of))).StorageClass).toBe('STANDARD_IA');
      const copy = { Bucket, Key: 'classes/copy', CopySource: `${Bucket}/${encodeURIComponent(of.Key)}` };
      await s3().send(new CopyObjectCommand(copy));
      await s3().send(new CopyObjectCommand({ ...copy, Key: 'classes/glacier', StorageClass: 'GLACIER_IR' }));
      const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket, Prefix: 'classes/' }));
      expect(Contents.map(({ StorageClass }) => StorageClass)).toEqual(['STANDARD_IA', 'STANDARD', 'GLACIER_IR']);
    });

    test('rejects an unknown storage class, and reads of an archived object', async () => {
      const { signer } = caller();
      const call = { service: 's3', method: 'PUT', path: `/${Bucket}/a`, headers: { 'x-amz-storage-class': 'COLD' } };
      expect((await signedFetch(signer, { ...call, body: 'x' })).text).toContain('<Code>InvalidStorageClass</Code>');
      const of = { Bucket, Key: 'archived' };
      await s3().send(new PutObjectCommand({ ...of, Body: 'x', StorageClass: 'GLACIER' }));
      const get = await s3()
        .send(new GetObjectCommand(of))
        .catch((error: unknown) => error);
      expect(get).toMatchObject({ name: 'InvalidObjectState', StorageClass: 'GLACIER' });
      const copy = new CopyObjectCommand({ Bucket, Key: 'thawed', CopySource: `${Bucket}/archived` });
      expect(await refusal(s3().send(copy))).toMatchObject({ name: 'ObjectNotInActiveTierError', status: 403 });
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
        'PutObject with x-amz-object-lock-mode',
        () => s3().send(new PutObjectCommand({ ...of, Body: 'locked', ObjectLockMode: 'GOVERNANCE' })),
      ],
      ['DeleteObject with if-match', () => s3().send(new DeleteObjectCommand({ ...of, IfMatch: '"0"' }))],
    ])('%s', async (name, call) => {
      await put(Key, 'as it was');
      const error = await refusal(call());
      expect(error).toMatchObject({ name: 'NotImplemented', status: 501 });
      expect(error.message).toContain(`s3.${name} is not supported locally`);
      expect(await textOf(Key)).toBe('as it was');
    });
  });
}
