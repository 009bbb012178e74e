/**
 * One client from its first packet to its last: PRELOGIN, LOGIN7, then requests one after another. An attention is
 * heard while a request runs; everything else waits its turn.
 */
import type { SecureContext } from 'node:tls'
import type { Collation } from './collation.ts'
import type { SqlHandler, SqlMessage, SqlSession } from './handler.ts'
import { untrustedDomain } from './login-refusals.ts'
import { type Login, largestLoginBytes, readLogin7 } from './login7.ts'
import { MalformedTds } from './malformed.ts'
import { type Message, MessageAssembler, type Packet, packetBytes, packetTypes } from './packet.ts'
import {
  answerEncryption,
  type EncryptedPart,
  type EncryptionSetting,
  preloginAnswer,
  readPrelogin,
  type ServerVersion,
} from './prelogin.ts'
import { PreparedStatements } from './prepared-statements.ts'
import { type ClientRequest, readRequest } from './requests.ts'
import { Response, type SessionState } from './response.ts'
import { runRequest } from './run-request.ts'
import { tdsVersions } from './tds-version.ts'
import {
  writeCollationChange,
  writeResetAcknowledgement,
  writeTextChange,
} from './tokens/env-change.ts'
import { writeFeatureAcks, writeLoginAck } from './tokens/login-answer.ts'
import { writeMessage } from './tokens/message.ts'
import type { Transport } from './transport.ts'

/** What all connections of a server share. */
export interface ServerFacts {
  readonly handler: SqlHandler
  readonly serverName: string
  readonly version: ServerVersion
  readonly collation: Collation
  readonly encryption: EncryptionSetting
  /** Undefined where encryption is not supported. */
  readonly secureContext: SecureContext | undefined
  /** Largest request after the login. */
  readonly largestRequestBytes: number
  /** How long a client may be silent before it is logged in. */
  readonly loginLimitMs: number
}

/** Packets before the login have this size. */
const firstPacketSize = 4096
const largestPreloginBytes = 4096
/** Requests that may wait before no more are read. */
const mostWaiting = 64

type Waiting = Message | 'attention'

export class Connection {
  readonly #facts: ServerFacts
  readonly #sessionId: number
  readonly #transport: Transport
  readonly #messages = new MessageAssembler()
  readonly #prepared = new PreparedStatements()
  #waiting: Waiting[] = []
  #isWorking = false
  #encrypted: EncryptedPart = 'nothing'
  #hasPrelogin = false
  #session: SqlSession | undefined
  #state: SessionState | undefined
  /** The request that runs; an attention aborts it. */
  #running: { readonly abort: AbortController; isCancelled: boolean } | undefined
  #isClosed = false

  constructor(
    facts: ServerFacts,
    sessionId: number,
    openTransport: (connection: Connection) => Transport,
  ) {
    this.#facts = facts
    this.#sessionId = sessionId
    this.#transport = openTransport(this)
    this.#transport.setIdleLimit(facts.loginLimitMs)
  }

  /** A packet came. @throws MalformedTds when it cannot be */
  packet(packet: Packet): void {
    const limit = this.#session
      ? this.#facts.largestRequestBytes
      : packet.type === packetTypes.prelogin
        ? largestPreloginBytes
        : largestLoginBytes
    const message = this.#messages.push(packet, limit)
    if (message === undefined) return
    if (message.type === packetTypes.attention) {
      this.#attend()
    } else {
      // The login ends the encryption of a connection that encrypts no more than it.
      if (message.type === packetTypes.login7 && this.#encrypted === 'login')
        this.#transport.stopTls()
      this.#waiting.push(message)
    }
    if (this.#waiting.length > mostWaiting) this.#transport.pause()
    void this.#work()
  }

  /** The client is gone or broke the protocol. */
  ended(fault?: Error): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#waiting = []
    this.#running?.abort.abort()
    this.#session?.close()
    if (fault) this.#transport.destroy()
  }

  /** Ends the connection from the server's side. */
  destroy(): void {
    this.#transport.destroy()
  }

  /** What waits is not run any more; what runs is told. Answered at once where nothing runs. */
  #attend(): void {
    if (!this.#session) throw new MalformedTds('an attention before the login')
    this.#waiting = []
    if (this.#running) {
      this.#running.isCancelled = true
      this.#running.abort.abort()
    } else {
      this.#waiting.push('attention')
    }
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      for (
        let next = this.#waiting.shift();
        next && !this.#isClosed;
        next = this.#waiting.shift()
      ) {
        await this.#answer(next)
        if (this.#waiting.length === 0) this.#transport.resume()
      }
    } catch (error) {
      this.ended(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#isWorking = false
    }
  }

  async #answer(next: Waiting): Promise<void> {
    if (this.#session && this.#state) return this.#answerRequest(next, this.#session, this.#state)
    if (next === 'attention') return
    if (next.type === packetTypes.prelogin && !this.#hasPrelogin) return this.#answerPrelogin(next)
    if (next.type === packetTypes.login7) return this.#answerLogin(next)
    throw new MalformedTds(`a message of type ${next.type} before the login`)
  }

  async #answerPrelogin(message: Message): Promise<void> {
    const asked = readPrelogin(message.payload)
    this.#hasPrelogin = true
    const { encryption, version, secureContext } = this.#facts
    const { byte, part } = answerEncryption(asked.encryption, encryption)
    const answer = preloginAnswer(version, byte, asked.asksForMars)
    const sent = this.#transport.send(packetBytes(packetTypes.tabularResult, true, 0, 1, answer))
    if (part === 'refused') {
      await sent
      this.#transport.close()
      return
    }
    this.#encrypted = part
    // Not after `sent`: the client's side of TLS may come at once.
    if (part !== 'nothing' && secureContext) this.#transport.startTls(secureContext)
    await sent
  }

  async #answerLogin(message: Message): Promise<void> {
    const { encryption, handler, version, collation } = this.#facts
    if (encryption === 'required' && this.#encrypted !== 'everything')
      throw new MalformedTds('a login in clear where encryption is required')
    const login = readLogin7(message.payload)
    const state = this.#newState(login)
    if (login.isIntegrated) return this.#refuse([untrustedDomain()], state)
    const outcome = await handler.logIn(login, this.#sessionId)
    if ('refused' in outcome) return this.#refuse(outcome.refused, state)
    if (this.#isClosed) {
      outcome.session.close()
      return
    }
    this.#session = outcome.session
    const { database, language } = outcome.session
    Object.assign(state, { database: 'master', language: '' })
    const response = new Response(state)
    await response.write({ kind: 'database', name: database }, false)
    writeCollationChange(response.writer, collation)
    await response.write({ kind: 'language', name: language }, false)
    writeLoginAck(response.writer, login.tdsVersion, version)
    writeTextChange(response.writer, 'packetSize', `${login.packetSize}`, `${firstPacketSize}`)
    if (login.tdsVersion >= tdsVersions.v74) writeFeatureAcks(response.writer, login.features)
    state.packetSize = login.packetSize
    this.#state = state
    this.#transport.setIdleLimit(0)
    await response.end(false)
  }

  #newState(login: Login): SessionState {
    const { serverName, collation } = this.#facts
    return {
      ...{ tdsVersion: login.tdsVersion, serverName, collation, sessionId: this.#sessionId },
      ...{ transport: this.#transport, packetSize: firstPacketSize },
      ...{ database: '', language: '', transaction: 0n, lastTransaction: 0n },
    }
  }

  async #refuse(messages: readonly SqlMessage[], state: SessionState): Promise<void> {
    const response = new Response(state)
    for (const message of messages) writeMessage(response.writer, state, message)
    response.failed()
    await response.end(false)
    this.#transport.close()
  }

  async #answerRequest(next: Waiting, session: SqlSession, state: SessionState): Promise<void> {
    const response = new Response(state)
    if (next === 'attention') return response.end(true)
    if (next.isIgnored) {
      response.failed()
      return response.end(false)
    }
    if (next.resets) this.#reset(session, state, response)
    const request = this.#requestIn(next, state, response)
    if (request === undefined) {
      await response.end(false)
      this.#transport.close()
      return
    }
    const running = { abort: new AbortController(), isCancelled: false }
    this.#running = running
    await runRequest(request, session, this.#prepared, response, running.abort.signal)
    this.#running = undefined
    await response.end(false)
    // The attention has an answer of its own: tedious reads the cut one to its end first [measured].
    if (running.isCancelled) await new Response(state).end(true)
    if (response.isFatal) this.#transport.close()
  }

  #reset(session: SqlSession, state: SessionState, response: Response): void {
    session.reset()
    this.#prepared.clear()
    writeResetAcknowledgement(response.writer)
    if (state.database !== session.database)
      writeTextChange(response.writer, 'database', session.database, state.database)
    if (state.language !== session.language)
      writeTextChange(response.writer, 'language', session.language, state.language)
    Object.assign(state, {
      database: session.database,
      language: session.language,
      transaction: 0n,
    })
  }

  /** Returns the request, or undefined after its error was written. */
  #requestIn(message: Message, state: SessionState, response: Response): ClientRequest | undefined {
    try {
      return readRequest(message, state.tdsVersion)
    } catch (error) {
      if (!(error instanceof MalformedTds)) throw error
      const text = `The incoming tabular data stream (TDS) protocol stream is incorrect: ${error.message}.`
      writeMessage(response.writer, state, { number: 4002, state: 1, class: 16, text })
      response.failed()
      return undefined
    }
  }
}
