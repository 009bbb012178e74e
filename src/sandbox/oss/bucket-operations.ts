/** What can be asked of the service and of a bucket: making it, its settings, removing it. */
import type { BucketAcl } from '../../oss/index.ts'
import { bodyText, isoSeconds, type OssAnswer, type OssCall, xmlAnswer } from './call.ts'
import { compareKeys } from './listing.ts'
import { bucketInfoOf } from './model.ts'
import { parameter } from './request.ts'
import { checkInteger, checkStorageClass } from './rules.ts'
import { badArgument, refuse } from './service-error.ts'
import type { BucketEncryption, StoredBucket } from './state.ts'
import { childrenOf, childText, parseXml, type XmlElement, xmlDocument } from './xml.ts'

const acls: readonly BucketAcl[] = ['private', 'public-read', 'public-read-write']

export async function putBucket(call: OssCall): Promise<OssAnswer> {
  const text = await bodyText(call)
  const root = text.trim() === '' ? undefined : readRoot(text, 'CreateBucketConfiguration')
  const redundancy = (root && childText(root, 'DataRedundancyType')) ?? 'LRS'
  if (redundancy !== 'LRS' && redundancy !== 'ZRS')
    throw badArgument('DataRedundancyType', redundancy)
  call.model.createBucket(call.caller, {
    name: call.bucket,
    storageClass: checkStorageClass((root && childText(root, 'StorageClass')) ?? 'Standard'),
    redundancy,
    acl: aclOf(call),
  })
  return { status: 200, headers: { location: `/${call.bucket}` } }
}

export async function listBuckets(call: OssCall): Promise<OssAnswer> {
  const prefix = parameter(call.request, 'prefix') ?? ''
  const marker = parameter(call.request, 'marker') ?? ''
  const maxKeys = checkInteger('max-keys', parameter(call.request, 'max-keys') || '100', 1, 1000)
  const all = call.model
    .buckets(call.caller)
    .filter(({ identity }) => identity.name.startsWith(prefix))
    .filter(({ identity }) => marker === '' || compareKeys(identity.name, marker) > 0)
  const page = all.slice(0, maxKeys)
  const isTruncated = all.length > page.length
  return xmlAnswer(
    xmlDocument('ListAllMyBucketsResult', {
      ...(isTruncated
        ? {
            Prefix: prefix,
            Marker: marker,
            MaxKeys: maxKeys,
            IsTruncated: true,
            NextMarker: page.at(-1)?.identity.name,
          }
        : {}),
      Owner: ownerOf(call.caller.accountId ?? ''),
      Buckets: {
        Bucket: page.map((bucket) => {
          const info = bucketInfoOf(bucket)
          return {
            Comment: '',
            CreationDate: isoSeconds(bucket.identity.createdAt),
            ExtranetEndpoint: info.extranetEndpoint,
            IntranetEndpoint: info.intranetEndpoint,
            Location: `oss-${info.region}`,
            Name: info.name,
            Region: info.region,
            StorageClass: info.storageClass,
          }
        }),
      },
    }),
  )
}

export async function getBucketInfo(call: OssCall): Promise<OssAnswer> {
  const bucket = call.model.bucket(call.caller, call.bucket, 'owner')
  const info = bucketInfoOf(bucket)
  const { encryption } = bucket.settings
  return xmlAnswer(
    xmlDocument('BucketInfo', {
      Bucket: {
        Comment: '',
        CreationDate: isoSeconds(bucket.identity.createdAt),
        CrossRegionReplication: 'Disabled',
        DataRedundancyType: info.redundancy,
        ExtranetEndpoint: info.extranetEndpoint,
        IntranetEndpoint: info.intranetEndpoint,
        Location: `oss-${info.region}`,
        Name: info.name,
        StorageClass: info.storageClass,
        TransferAcceleration: 'Disabled',
        Versioning: info.versioning,
        Owner: ownerOf(info.ownerId),
        AccessControlList: { Grant: info.acl },
        ServerSideEncryptionRule: {
          SSEAlgorithm: info.encryption,
          KMSMasterKeyID: encryption?.kmsMasterKeyId,
        },
      },
    }),
  )
}

export async function getBucketLocation(call: OssCall): Promise<OssAnswer> {
  const { identity } = call.model.bucket(call.caller, call.bucket, 'owner')
  return xmlAnswer(xmlDocument('LocationConstraint', `oss-${identity.region}`))
}

export async function getBucketAcl(call: OssCall): Promise<OssAnswer> {
  const { identity, settings } = call.model.bucket(call.caller, call.bucket, 'owner')
  return xmlAnswer(
    xmlDocument('AccessControlPolicy', {
      Owner: ownerOf(identity.ownerId),
      AccessControlList: { Grant: settings.acl },
    }),
  )
}

export async function putBucketAcl(call: OssCall): Promise<OssAnswer> {
  const { settings } = call.model.bucket(call.caller, call.bucket, 'owner')
  call.model.setBucket(call.caller, call.bucket, { acl: aclOf(call) ?? settings.acl })
  return { status: 200 }
}

export async function getBucketEncryption(call: OssCall): Promise<OssAnswer> {
  const { encryption } = call.model.bucket(call.caller, call.bucket, 'owner').settings
  if (encryption === null)
    throw refuse('NoSuchServerSideEncryptionRule', { BucketName: call.bucket })
  return xmlAnswer(
    xmlDocument('ServerSideEncryptionRule', {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: encryption.algorithm,
        KMSMasterKeyID: encryption.kmsMasterKeyId ?? '',
      },
    }),
  )
}

export async function putBucketEncryption(call: OssCall): Promise<OssAnswer> {
  const root = readRoot(await bodyText(call), 'ServerSideEncryptionRule')
  const [rule] = childrenOf(root, 'ApplyServerSideEncryptionByDefault')
  if (!rule) throw refuse('MalformedXML')
  const kmsMasterKeyId = childText(rule, 'KMSMasterKeyID')
  call.model.setBucket(call.caller, call.bucket, {
    encryption: {
      algorithm: algorithmOf(childText(rule, 'SSEAlgorithm') ?? ''),
      ...(kmsMasterKeyId ? { kmsMasterKeyId } : {}),
    },
  })
  return { status: 200 }
}

export async function deleteBucketEncryption(call: OssCall): Promise<OssAnswer> {
  call.model.setBucket(call.caller, call.bucket, { encryption: null })
  return { status: 204 }
}

export async function getBucketVersioning(call: OssCall): Promise<OssAnswer> {
  const { settings } = call.model.bucket(call.caller, call.bucket, 'owner')
  return xmlAnswer(
    xmlDocument('VersioningConfiguration', { Status: settings.versioning ?? undefined }),
  )
}

export async function putBucketVersioning(call: OssCall): Promise<OssAnswer> {
  const status = childText(readRoot(await bodyText(call), 'VersioningConfiguration'), 'Status')
  if (status !== 'Enabled' && status !== 'Suspended') throw refuse('MalformedXML')
  call.model.setBucket(call.caller, call.bucket, { versioning: status })
  return { status: 200 }
}

export async function deleteBucket(call: OssCall): Promise<OssAnswer> {
  call.model.removeBucket(call.caller, call.bucket)
  return { status: 204 }
}

/** Owner and its name are the account's number, as they are for an account without an alias. */
export function ownerOf(accountId: string): { ID: string; DisplayName: string } {
  return { ID: accountId, DisplayName: accountId }
}

/** Returns the root element of that name, or refuses the document. */
export function readRoot(text: string, name: string): XmlElement {
  const root = parseXml(text)
  if (root?.name !== name) throw refuse('MalformedXML')
  return root
}

/** Returns the algorithm of that name, or refuses it. */
export function algorithmOf(name: string): BucketEncryption['algorithm'] {
  if (name === 'AES256' || name === 'KMS' || name === 'SM4') return name
  throw badArgument('SSEAlgorithm', name)
}

/** Returns the encryption that an object put into the bucket gets: its own, else the bucket's. */
export function encryptionFor(bucket: StoredBucket, header: string | undefined) {
  const algorithm =
    header === undefined ? bucket.settings.encryption?.algorithm : algorithmOf(header)
  return algorithm === undefined ? {} : { encryption: algorithm }
}

function aclOf(call: OssCall): BucketAcl | undefined {
  const wanted = call.request.headers['x-oss-acl']
  const acl = acls.find((known) => known === wanted)
  if (wanted !== undefined && acl === undefined) throw badArgument('x-oss-acl', wanted)
  return acl
}
