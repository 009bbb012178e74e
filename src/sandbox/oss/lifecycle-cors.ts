/** The two settings of a bucket that are lists of rules: lifecycle, and cross-origin requests. */
import type { LifecycleRule } from '../../oss/index.ts'
import { readRoot } from './bucket-operations.ts'
import { bodyText, type OssAnswer, type OssCall, xmlAnswer } from './call.ts'
import type { OssModel } from './model.ts'
import { targetsOf, type WireRequest } from './request.ts'
import { checkStorageClass, ossLimits } from './rules.ts'
import { refuse } from './service-error.ts'
import type { CorsRule, StoredLifecycleRule } from './state.ts'
import { childrenOf, childText, rawXml, writeElement, type XmlElement, xmlDocument } from './xml.ts'

export async function putBucketLifecycle(call: OssCall): Promise<OssAnswer> {
  const root = readRoot(await bodyText(call), 'LifecycleConfiguration')
  const rules = childrenOf(root, 'Rule').map((rule) => readRule(rule, call.ids.uuid()))
  if (rules.length === 0 || rules.length > ossLimits.lifecycleRules) throw refuse('MalformedXML')
  call.model.setBucket(call.caller, call.bucket, { lifecycle: rules })
  return { status: 200 }
}

export async function getBucketLifecycle(call: OssCall): Promise<OssAnswer> {
  const { lifecycle } = call.model.bucket(call.caller, call.bucket, 'owner').settings
  if (lifecycle === null) throw refuse('NoSuchLifecycle', { BucketName: call.bucket })
  const rules = lifecycle.map(({ xml }) => xml).join('')
  return xmlAnswer(xmlDocument('LifecycleConfiguration', rawXml(rules)))
}

export async function deleteBucketLifecycle(call: OssCall): Promise<OssAnswer> {
  call.model.setBucket(call.caller, call.bucket, { lifecycle: null })
  return { status: 204 }
}

function readRule(element: XmlElement, freshId: string): StoredLifecycleRule {
  const status = childText(element, 'Status')
  if (status !== 'Enabled' && status !== 'Disabled') throw refuse('MalformedXML')
  const [expiration] = childrenOf(element, 'Expiration')
  const [abort] = childrenOf(element, 'AbortMultipartUpload')
  const [transition] = childrenOf(element, 'Transition')
  const storageClass = transition && childText(transition, 'StorageClass')
  const givenId = childText(element, 'ID')
  const rule: LifecycleRule = {
    id: givenId || freshId,
    prefix: childText(element, 'Prefix') ?? '',
    isEnabled: status === 'Enabled',
    expirationDays: days(expiration),
    abortMultipartDays: days(abort),
    transitionTo: storageClass === undefined ? undefined : checkStorageClass(storageClass),
  }
  const children = element.children.filter((child) => givenId || child.name !== 'ID')
  const named = givenId ? children : [{ name: 'ID', text: freshId, children: [] }, ...children]
  return { rule, xml: writeElement({ ...element, children: named }) }
}

function days(element: XmlElement | undefined): number | undefined {
  const text = element && childText(element, 'Days')
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw refuse('MalformedXML')
  return Number(text)
}

export async function putBucketCors(call: OssCall): Promise<OssAnswer> {
  const root = readRoot(await bodyText(call), 'CORSConfiguration')
  const rules = childrenOf(root, 'CORSRule').map(readCorsRule)
  if (rules.length === 0 || rules.length > 20) throw refuse('MalformedXML')
  call.model.setBucket(call.caller, call.bucket, { cors: rules })
  return { status: 200 }
}

export async function getBucketCors(call: OssCall): Promise<OssAnswer> {
  const { cors } = call.model.bucket(call.caller, call.bucket, 'owner').settings
  if (cors === null) throw refuse('NoSuchCORSConfiguration', { BucketName: call.bucket })
  return xmlAnswer(
    xmlDocument('CORSConfiguration', {
      CORSRule: cors.map((rule) => ({
        AllowedOrigin: rule.allowedOrigins,
        AllowedMethod: rule.allowedMethods,
        AllowedHeader: rule.allowedHeaders,
        ExposeHeader: rule.exposeHeaders,
        MaxAgeSeconds: rule.maxAgeSeconds,
      })),
    }),
  )
}

export async function deleteBucketCors(call: OssCall): Promise<OssAnswer> {
  call.model.setBucket(call.caller, call.bucket, { cors: null })
  return { status: 204 }
}

function readCorsRule(element: XmlElement): CorsRule {
  const texts = (name: string) => childrenOf(element, name).map((child) => child.text.trim())
  const maxAge = childText(element, 'MaxAgeSeconds')
  const rule = {
    allowedOrigins: texts('AllowedOrigin'),
    allowedMethods: texts('AllowedMethod').map((method) => method.toUpperCase()),
    allowedHeaders: texts('AllowedHeader'),
    exposeHeaders: texts('ExposeHeader'),
    maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
  }
  if (rule.allowedOrigins.length === 0 || rule.allowedMethods.length === 0)
    throw refuse('MalformedXML')
  return rule
}

/** Answers a browser's preflight request; refused with AccessForbidden where no rule allows it. */
export function preflight(model: OssModel, request: WireRequest): OssAnswer {
  const method = request.headers['access-control-request-method'] ?? ''
  const headers = corsHeaders(model, request, method, true)
  if (!headers) throw refuse('AccessForbidden')
  return { status: 200, headers }
}

/** Returns the CORS headers of an answer, or undefined where the request has no Origin or no rule allows it. */
export function corsHeaders(
  model: OssModel,
  request: WireRequest,
  method: string,
  isPreflight = false,
): Record<string, string> | undefined {
  const origin = request.headers['origin']
  if (origin === undefined) return undefined
  const asked = (request.headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  for (const { bucket } of targetsOf(request)) {
    const rules = (bucket !== undefined && model.findBucket(bucket)?.settings.cors) || []
    const rule = rules.find(
      (candidate) =>
        candidate.allowedMethods.includes(method) &&
        candidate.allowedOrigins.some((pattern) => matches(pattern, origin)) &&
        asked.every((name) =>
          candidate.allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name)),
        ),
    )
    if (!rule) continue
    const isAny = rule.allowedOrigins.includes('*')
    return {
      'access-control-allow-origin': isAny ? '*' : origin,
      'access-control-allow-methods': rule.allowedMethods.join(', '),
      ...(isAny ? {} : { vary: 'Origin' }),
      ...(rule.exposeHeaders.length === 0
        ? {}
        : { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
      ...(isPreflight && asked.length > 0
        ? { 'access-control-allow-headers': asked.join(', ') }
        : {}),
      ...(isPreflight && rule.maxAgeSeconds !== undefined
        ? { 'access-control-max-age': String(rule.maxAgeSeconds) }
        : {}),
    }
  }
  return undefined
}

/** A pattern holds at most one `*`. */
function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === text
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return (
    text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after)
  )
}
