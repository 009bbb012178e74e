/**
 * What is remembered of one upload so that it survives a kill: the events, and the state that they add up to.
 * Where they are kept is the caller's affair (a journal); events are plain JSON, CRCs stand in them as decimal text.
 */

/** Why an upload that had begun was begun anew. */
export type RestartReason = 'file-changed' | 'content-changed' | 'upload-gone' | 'object-changed'

/** Something that happened to an upload, in the order in which it is saved. */
export type UploadEvent =
  | {
      readonly type: 'uploadBegun'
      readonly key: string
      readonly uploadId: string
      readonly partBytes: number
      readonly sizeBytes: number
      readonly modifiedAtMs: number
    }
  | {
      readonly type: 'partAcknowledged'
      readonly uploadId: string
      readonly partNumber: number
      readonly etag: string
      /** Decimal, unsigned. */
      readonly crc64: string
    }
  | {
      readonly type: 'uploadCompleted'
      readonly uploadId: string
      readonly key: string
      readonly etag: string
      readonly crc64: string
    }
  | {
      readonly type: 'uploadRestarted'
      readonly uploadId: string
      readonly key: string
      readonly reason: RestartReason
    }
  | { readonly type: 'uploadAborted'; readonly uploadId: string; readonly key: string }

export interface RecordedPart {
  /** 1 to 10,000. */
  readonly partNumber: number
  readonly etag: string
  readonly crc64: bigint
}

/** The upload that the record knows of. */
export interface UploadRecordState {
  readonly key: string
  readonly uploadId: string
  readonly partBytes: number
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  /** In no particular order; the last acknowledgement of a number counts. */
  readonly parts: readonly RecordedPart[]
  /** Set once the whole object was verified. */
  readonly completed?: { readonly etag: string; readonly crc64: bigint }
}

/** The memory of one upload. One file to one key; one process at a time. */
export interface UploadRecord {
  /** Undefined where nothing was begun, or what was begun was aborted or abandoned. */
  load(): Promise<UploadRecordState | undefined>
  /** Resolves once the events are durable, in this order, all or none. */
  save(events: readonly UploadEvent[]): Promise<void>
}

/** Returns the state after the events, in the order in which they were saved; undefined where no upload is open or done. */
export function replayUpload(events: Iterable<UploadEvent>): UploadRecordState | undefined {
  let state: UploadRecordState | undefined
  for (const event of events) {
    switch (event.type) {
      case 'uploadBegun': {
        const { key, uploadId, partBytes, sizeBytes, modifiedAtMs } = event
        state = { key, uploadId, partBytes, sizeBytes, modifiedAtMs, parts: [] }
        break
      }
      case 'partAcknowledged': {
        if (state?.uploadId !== event.uploadId) break
        const { partNumber, etag } = event
        const others = state.parts.filter((part) => part.partNumber !== partNumber)
        state = { ...state, parts: [...others, { partNumber, etag, crc64: BigInt(event.crc64) }] }
        break
      }
      case 'uploadCompleted':
        if (state?.uploadId === event.uploadId)
          state = { ...state, completed: { etag: event.etag, crc64: BigInt(event.crc64) } }
        break
      case 'uploadRestarted':
      case 'uploadAborted':
        if (state?.uploadId === event.uploadId) state = undefined
        break
    }
  }
  return state
}

/** Returns a record that lives as long as the process, for tests and for uploads that need no resume. */
export function memoryUploadRecord(
  events: UploadEvent[] = [],
): UploadRecord & { events: UploadEvent[] } {
  return {
    events,
    load: async () => replayUpload(events),
    save: async (more) => {
      events.push(...more)
    },
  }
}
