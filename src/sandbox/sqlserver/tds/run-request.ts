/** Runs one request of a client on the instance and sends what happens. */
import type { SqlEvent, SqlMessage, SqlSession } from './handler.ts'
import type { PreparedStatements } from './prepared-statements.ts'
import type { ClientRequest, ProcedureCall } from './requests.ts'
import type { Response } from './response.ts'
import type { SqlType } from './types/sql-type.ts'

const handleType: SqlType = { name: 'int' }

/** Runs a request to its end, or to where the signal ends it; the end of the answer is left to the caller. */
export async function runRequest(
  request: ClientRequest,
  session: SqlSession,
  prepared: PreparedStatements,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  if (request.kind === 'batch') {
    await forward(session.run(request, signal), response, false, signal)
    return
  }
  if (request.kind === 'transaction') {
    await forward(session.run(request, signal), response, false, signal)
    if (!request.beginsAnew || signal.aborted) return
    await forward(
      session.run({ kind: 'transaction', verb: 'begin' }, signal),
      response,
      false,
      signal,
    )
    return
  }
  for (const call of request.calls) {
    if (signal.aborted || response.isFatal) return
    await runCall(call, session, prepared, response, signal)
  }
}

async function runCall(
  call: ProcedureCall,
  session: SqlSession,
  prepared: PreparedStatements,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  const plan = prepared.plan(call)
  if (plan.refused) {
    await response.write({ kind: 'message', message: plan.refused }, true)
    response.returnStatus(plan.refused.number)
    response.endProcedure()
    return
  }
  const outcome = plan.request
    ? await forward(session.run(plan.request, signal), response, true, signal)
    : { status: 0, outputs: [] }
  if (signal.aborted) return
  response.returnStatus(outcome.status)
  if (plan.handle !== undefined) {
    const name = call.parameters[0]?.name ?? ''
    await response.write({ kind: 'output', name, type: handleType, value: plan.handle }, true)
  }
  for (const output of outcome.outputs) await response.write(output, true)
  response.endProcedure()
}

type OutputEvent = Extract<SqlEvent, { kind: 'output' }>

/** Sends the events of the instance. Its return status and output parameters are handed back: they come last. */
async function forward(
  events: AsyncIterable<SqlEvent>,
  response: Response,
  isProcedure: boolean,
  signal: AbortSignal,
): Promise<{ status: number; outputs: OutputEvent[] }> {
  let status = 0
  const outputs: OutputEvent[] = []
  try {
    for await (const event of events) {
      if (event.kind === 'return-status') status = event.status
      else if (event.kind === 'output') outputs.push(event)
      else if (!signal.aborted || event.kind === 'message') await response.write(event, isProcedure)
      if (response.isFatal) break
    }
  } catch (error) {
    // What an aborted statement throws is its end.
    if (!signal.aborted)
      await response.write({ kind: 'message', message: unexpected(error) }, isProcedure)
  }
  return { status, outputs }
}

/** A fault of the instance itself ends the connection, as an exception inside SQL Server does. */
function unexpected(error: unknown): SqlMessage {
  const reason = error instanceof Error ? error.message : String(error)
  const text = `A system assertion check has failed: ${reason}`
  return { number: 3624, state: 1, class: 20, text }
}
