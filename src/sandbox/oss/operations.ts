/** Which operation a request asks for, told by its method, its target and the sub-resource in its query. */
import * as bucket from './bucket-operations.ts'
import type { OssAnswer, OssCall } from './call.ts'
import * as rules from './lifecycle-cors.ts'
import * as multipart from './multipart-operations.ts'
import * as object from './object-operations.ts'
import { parameter, type Target, type WireRequest } from './request.ts'
import { refuse } from './service-error.ts'

const handlers = {
  AbortMultipartUpload: multipart.abortMultipartUpload,
  CompleteMultipartUpload: multipart.completeMultipartUpload,
  CopyObject: object.copyObject,
  DeleteBucket: bucket.deleteBucket,
  DeleteBucketCors: rules.deleteBucketCors,
  DeleteBucketEncryption: bucket.deleteBucketEncryption,
  DeleteBucketLifecycle: rules.deleteBucketLifecycle,
  DeleteMultipleObjects: object.deleteMultipleObjects,
  DeleteObject: object.deleteObject,
  GetBucketAcl: bucket.getBucketAcl,
  GetBucketCors: rules.getBucketCors,
  GetBucketEncryption: bucket.getBucketEncryption,
  GetBucketInfo: bucket.getBucketInfo,
  GetBucketLifecycle: rules.getBucketLifecycle,
  GetBucketLocation: bucket.getBucketLocation,
  GetBucketVersioning: bucket.getBucketVersioning,
  GetObject: object.getObject,
  GetObjectAcl: object.getObjectAcl,
  GetObjectMeta: object.getObjectMeta,
  HeadObject: object.headObject,
  InitiateMultipartUpload: multipart.initiateMultipartUpload,
  ListBuckets: bucket.listBuckets,
  ListMultipartUploads: multipart.listMultipartUploads,
  ListObjects: object.listObjects,
  ListParts: multipart.listParts,
  PutBucket: bucket.putBucket,
  PutBucketAcl: bucket.putBucketAcl,
  PutBucketCors: rules.putBucketCors,
  PutBucketEncryption: bucket.putBucketEncryption,
  PutBucketLifecycle: rules.putBucketLifecycle,
  PutBucketVersioning: bucket.putBucketVersioning,
  PutObject: object.putObject,
  UploadPart: multipart.uploadPart,
} as const satisfies Record<string, (call: OssCall) => Promise<OssAnswer>>

export type OssOperation = keyof typeof handlers

/** Runs an operation. */
export function runOperation(operation: OssOperation, call: OssCall): Promise<OssAnswer> {
  return handlers[operation](call)
}

/** `METHOD sub-resource` of a bucket; the empty sub-resource is the bucket itself. */
const bucketOperations: Readonly<Record<string, OssOperation>> = {
  'DELETE ': 'DeleteBucket',
  'DELETE cors': 'DeleteBucketCors',
  'DELETE encryption': 'DeleteBucketEncryption',
  'DELETE lifecycle': 'DeleteBucketLifecycle',
  'GET ': 'ListObjects',
  'GET acl': 'GetBucketAcl',
  'GET bucketInfo': 'GetBucketInfo',
  'GET cors': 'GetBucketCors',
  'GET encryption': 'GetBucketEncryption',
  'GET lifecycle': 'GetBucketLifecycle',
  'GET location': 'GetBucketLocation',
  'GET uploads': 'ListMultipartUploads',
  'GET versioning': 'GetBucketVersioning',
  'POST delete': 'DeleteMultipleObjects',
  'PUT ': 'PutBucket',
  'PUT acl': 'PutBucketAcl',
  'PUT cors': 'PutBucketCors',
  'PUT encryption': 'PutBucketEncryption',
  'PUT lifecycle': 'PutBucketLifecycle',
  'PUT versioning': 'PutBucketVersioning',
}

const objectOperations: Readonly<Record<string, OssOperation>> = {
  'DELETE ': 'DeleteObject',
  'DELETE uploadId': 'AbortMultipartUpload',
  'GET ': 'GetObject',
  'GET acl': 'GetObjectAcl',
  'GET objectMeta': 'GetObjectMeta',
  'GET uploadId': 'ListParts',
  'HEAD ': 'HeadObject',
  'HEAD objectMeta': 'GetObjectMeta',
  'POST uploadId': 'CompleteMultipartUpload',
  'POST uploads': 'InitiateMultipartUpload',
  'PUT ': 'PutObject',
  'PUT uploadId': 'UploadPart',
}

/** Sub-resources that OSS has; those without an entry above are refused as not implemented. */
const subresources = (
  'acl append asyncFetch bucketInfo callback cname comp cors delete encryption inventory lifecycle live location ' +
  'logging metaQuery objectInfo objectMeta policy publicAccessBlock qos qosInfo referer replication ' +
  'replicationLocation replicationProgress requestPayment resourceGroup restore stat style symlink tagging ' +
  'transferAcceleration uploadId uploads versioning versions vod website worm'
).split(' ')

/** Returns the operation's name; throws MethodNotAllowed or NotImplemented where there is none. */
export function operationOf(request: WireRequest, target: Target): OssOperation {
  const { method } = request
  if (target.bucket === undefined) {
    if (method === 'GET') return 'ListBuckets'
    throw refuse('MethodNotAllowed', { Method: method, ResourceType: 'SERVICE' })
  }
  const subresource = subresources.find((name) => parameter(request, name) !== undefined) ?? ''
  const isObject = target.key !== undefined
  const isCopy = request.headers['x-oss-copy-source'] !== undefined
  if (isObject && method === 'PUT' && isCopy) {
    if (subresource === '') return 'CopyObject'
    throw refuse('NotImplemented', { Header: 'x-oss-copy-source' })
  }
  const operations = isObject ? objectOperations : bucketOperations
  const operation = operations[`${method} ${subresource}`]
  if (operation !== undefined) return operation
  const isKnown = Object.keys(operations).some((known) => known.endsWith(` ${subresource}`))
  if (!isKnown) throw refuse('NotImplemented', { Header: subresource })
  throw refuse('MethodNotAllowed', {
    Method: method,
    ResourceType: isObject ? 'OBJECT' : 'BUCKET',
  })
}
