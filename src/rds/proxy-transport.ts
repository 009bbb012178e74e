/**
 * Calls through an HTTP proxy, which the SDK cannot do: signed by us (ACS3) and sent by Node's own client, whose
 * agent opens a tunnel to HTTPS endpoints and sends the proxy's user and password.
 */
import type { IncomingMessage } from 'node:http'
import { acs3Authorization, emptyBodySha256, percentEncode } from './signing.ts'
import {
  parseJson,
  type RpcCall,
  type RpcReply,
  retryAfterHeader,
  type Transport,
  type TransportOptions,
  withUsualAuthorities,
} from './transport.ts'

/**
 * Returns a transport over a proxy.
 * @param proxy  `http://host:port`, with `user:password@` where the proxy asks for it
 */
export function proxyTransport(proxy: string, options: TransportOptions): Transport {
  let agents: Promise<Agents> | undefined
  return async (call) => {
    agents ??= openAgents(proxy, options)
    return sendOnce(call, await agents, options)
  }
}

type Agents = Awaited<ReturnType<typeof openAgents>>

async function openAgents(proxy: string, options: TransportOptions) {
  const [http, https] = await Promise.all([import('node:http'), import('node:https')])
  const proxyEnv = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '' }
  const ca = options.ca === undefined ? {} : { ca: await withUsualAuthorities(options.ca) }
  return {
    http: { request: http.request, agent: new http.Agent({ keepAlive: true, proxyEnv }) },
    https: {
      request: https.request,
      agent: new https.Agent({ keepAlive: true, proxyEnv, ...ca }),
    },
  }
}

function sendOnce(call: RpcCall, agents: Agents, options: TransportOptions): Promise<RpcReply> {
  const { protocol, host } = call.endpoint
  const query = Object.entries(call.parameters)
  const headers = signedHeaders(call)
  const search = query.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
  const { request, agent } = agents[protocol]
  return new Promise((resolve, reject) => {
    const sent = request(
      `${protocol}://${host}/${search.length > 0 ? `?${search.join('&')}` : ''}`,
      { method: 'POST', agent, headers, timeout: options.timeoutMs },
      (response) => {
        readText(response).then(
          (text) =>
            resolve({
              status: response.statusCode ?? 0,
              body: parseJson(text),
              retryAfter: retryAfterHeader(response.headers),
            }),
          reject,
        )
      },
    )
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${options.timeoutMs} ms`)))
    sent.on('error', reject)
    sent.end()
  })
}

function signedHeaders(call: RpcCall): Record<string, string> {
  const { credentials } = call
  const headers: Record<string, string> = {
    host: call.endpoint.host,
    accept: 'application/json',
    'content-length': '0',
    'x-acs-action': call.action,
    'x-acs-version': call.version,
    'x-acs-date': `${call.at.toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': call.nonce,
    'x-acs-content-sha256': emptyBodySha256,
  }
  if (credentials.securityToken !== undefined) {
    headers['x-acs-accesskey-id'] = credentials.accessKeyId
    headers['x-acs-security-token'] = credentials.securityToken
  }
  headers['authorization'] = acs3Authorization(
    {
      method: 'POST',
      path: '/',
      query: Object.entries(call.parameters),
      headers,
      bodySha256: emptyBodySha256,
    },
    credentials,
  )
  return headers
}

async function readText(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  return text
}
